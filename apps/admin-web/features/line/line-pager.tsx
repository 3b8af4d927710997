import { formatCount } from '@flash/web';
import { Button, Group, NumberInput, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './line.module.css';
import { type LineState, PAGE_SIZE } from './use-line.ts';

interface LinePagerProps {
  /** Position of the first row as it is now. */
  first: number;
  shown: number;
  total: number;
  nextCursor: string | null;
  onGo: (where: LineState) => void;
}

/** On from a place in line, so that no person is skipped while it moves; back and far by position. */
export function LinePager({ first, shown, total, nextCursor, onGo }: LinePagerProps) {
  const goTo = (from: number) => onGo({ from: String(Math.max(1, from)), after: '' });
  return (
    <Group justify="space-between" mt="md" gap="sm" className={classes.pager}>
      <Text size="sm" c="dimmed" className="numbers">
        {shown > 0
          ? `${formatCount(first)}–${formatCount(first + shown - 1)} of ${formatCount(total)}`
          : `${formatCount(total)} waiting`}
      </Text>
      <Group gap="xs">
        <Button size="sm" variant="default" disabled={first <= 1} onClick={() => goTo(1)}>
          First
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={first <= 1}
          onClick={() => goTo(first - PAGE_SIZE)}
        >
          Previous
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={nextCursor === null}
          onClick={() => onGo({ from: String(first + shown), after: nextCursor ?? '' })}
        >
          Next
        </Button>
        <Jump total={total} onJump={goTo} />
      </Group>
    </Group>
  );
}

function Jump({ total, onJump }: { total: number; onJump: (from: number) => void }) {
  const [place, setPlace] = useState<number | string>('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof place === 'number') onJump(place);
  };
  return (
    <form onSubmit={submit} className={classes.jump}>
      <NumberInput
        aria-label="Go to place"
        placeholder="Place"
        size="sm"
        w="7rem"
        min={1}
        max={Math.max(1, total)}
        allowDecimal={false}
        hideControls
        value={place}
        onChange={setPlace}
      />
      <Button type="submit" size="sm" variant="default">
        Go
      </Button>
    </form>
  );
}
