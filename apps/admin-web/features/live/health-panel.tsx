import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { Mark } from '../kit/mark.tsx';
import classes from './live.module.css';
import { Panel } from './panel.tsx';
import { spanWords } from './spans.ts';
import type { View } from './view.ts';

/** The parts behind the line. */
export function HealthPanel({
  view: { overview, ages, now, serverNow, isPolled },
}: {
  view: View;
}) {
  const { worker, redis, database } = overview;
  const at = Math.min(ages.worker, ages.redis, ages.database);
  const seen = worker.lastSeenAt === null ? null : serverNow - Date.parse(worker.lastSeenAt);
  return (
    <Panel title="Health" at={at} now={now} area="health">
      <ul className={classes.list}>
        <li>
          <Mark tone={worker.alive ? 'good' : 'bad'}>
            {worker.alive ? 'Queue worker running' : 'No queue worker running'}
          </Mark>
          <span>
            {seen === null ? 'never seen' : `last seen ${spanWords(Math.max(0, seen))} ago`}
          </span>
        </li>
        <Part name="Redis" part={redis} />
        <Part name="MongoDB" part={database} />
        <li>
          <Mark tone={isPolled ? 'busy' : 'good'}>
            {isPolled ? 'Live feed not connected: refreshed every 2 s' : 'Live feed connected'}
          </Mark>
        </li>
      </ul>
      <Anchor component={Link} href={addresses.system} size="sm" underline="always">
        System
      </Anchor>
    </Panel>
  );
}

function Part({ name, part }: { name: string; part: View['overview']['redis'] }) {
  return (
    <li>
      <Mark tone={part.ok ? 'good' : 'bad'}>
        {part.ok ? `${name} connected` : `${name} not responding`}
      </Mark>
      <span>{part.latencyMs === null ? '–' : `${part.latencyMs.toFixed(1)} ms`}</span>
    </li>
  );
}
