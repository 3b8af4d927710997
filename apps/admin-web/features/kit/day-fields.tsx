import { Group, TextInput } from '@mantine/core';

interface DayFieldsProps {
  from: string;
  to: string;
  onChange: (range: { from?: string; to?: string }) => void;
}

/** The first and the last day of what is looked for, both included. */
export function DayFields({ from, to, onChange }: DayFieldsProps) {
  return (
    <Group
      gap="xs"
      wrap="nowrap"
      grow
      style={{ flexGrow: 1, minWidth: 'min(19rem, 100%)', maxWidth: '26rem' }}
    >
      <TextInput
        label="From"
        type="date"
        value={from}
        max={to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        value={to}
        min={from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </Group>
  );
}
