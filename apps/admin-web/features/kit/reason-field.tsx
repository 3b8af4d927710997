import { Button, Group, Stack, Textarea } from '@mantine/core';

interface ReasonFieldProps {
  label: string;
  reasons: readonly string[];
  value: string;
  onChange: (reason: string) => void;
}

/** Why something is done, typed or chosen; a chosen one can still be changed. */
export function ReasonField({ label, reasons, value, onChange }: ReasonFieldProps) {
  return (
    <Stack gap="xs">
      <Textarea
        data-autofocus
        label={label}
        description="Kept in the audit log."
        required
        autosize
        minRows={2}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {reasons.length > 0 && (
        <Group gap={6} role="group" aria-label="Suggested reasons">
          {reasons.map((reason) => (
            <Button
              key={reason}
              size="compact-sm"
              variant="default"
              styles={{
                root: { height: 'auto', minHeight: '1.75rem' },
                label: { whiteSpace: 'normal', textAlign: 'start' },
              }}
              aria-pressed={reason === value}
              onClick={() => onChange(reason)}
            >
              {reason}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
