import type { Refusal } from '@flash/web';
import { Skeleton, Stack, Text } from '@mantine/core';
import { Forbidden } from '../kit/forbidden.tsx';
import { RefusalAlert } from '../kit/refusal-alert.tsx';

/** Before the first numbers: in the shape of what will stand there, or why nothing comes. */
export function NoNumbers({ refusal }: { refusal: Refusal | null }) {
  if (refusal?.status === 403) return <Forbidden />;
  if (refusal) {
    return (
      <Stack>
        <RefusalAlert refusal={refusal} />
        <Text size="sm" c="dimmed">
          Retrying automatically.
        </Text>
      </Stack>
    );
  }
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      <Skeleton height={72} />
      <Skeleton height={36} width="60%" />
      <Skeleton height={190} />
      <Skeleton height={320} />
    </Stack>
  );
}
