import type { AdminSale, AuditEntry } from '@flash/shared-types';
import { useTicking } from '@flash/web';
import { Text } from '@mantine/core';
import { Panel } from '../kit/panel.tsx';
import { readersZone, When } from '../kit/when.tsx';
import classes from './analytics.module.css';
import { eventsOf } from './figures.ts';

interface EventListProps {
  sale: AdminSale;
  actions: readonly AuditEntry[];
}

const LOOK_EVERY_MS = 10_000;

/** Pauses, changes of the stock, start and end: the marks of the curves, in words. */
export function EventList({ sale, actions }: EventListProps) {
  const now = useTicking(Date.now, LOOK_EVERY_MS);
  const events = now === null ? [] : eventsOf(sale, actions, now);
  if (events.length === 0) {
    return null;
  }
  return (
    <Panel
      title="Events"
      aside={
        <Text size="xs" c="dimmed" component="span">
          your time ({readersZone()})
        </Text>
      }
    >
      <ol className={classes.events}>
        {events.map(({ at, words }) => (
          <li key={`${at} ${words}`}>
            <When at={at} hasSeconds /> <span>{words}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
