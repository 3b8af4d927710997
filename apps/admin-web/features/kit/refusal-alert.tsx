import type { Refusal } from '@flash/web';
import { Alert, Code, Text } from '@mantine/core';

/** Why something was refused, in words; the number of the request helps the support. */
export function RefusalAlert({ refusal }: { refusal: Refusal }) {
  const isLater = refusal.status === 0 || refusal.status === 429 || refusal.status >= 500;
  return (
    <Alert color={isLater ? 'yellow' : 'red'} title={refusal.title} role="alert">
      <Text size="sm">{refusal.detail}</Text>
      {refusal.requestId && (
        <Text size="xs" mt={4}>
          Request <Code>{refusal.requestId}</Code>
        </Text>
      )}
    </Alert>
  );
}
