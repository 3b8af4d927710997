'use client';

import type { SystemAnswer } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { Anchor, Text, VisuallyHidden } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { Panel } from '../kit/panel.tsx';
import classes from './system.module.css';

/** Jobs only wake the workers up: a lost one delays no place. */
export function QueuePanel({ queue }: { queue: SystemAnswer['queue'] }) {
  const { team, may } = useMember();
  const counts = [
    ['Waiting', queue.waiting],
    ['Running', queue.active],
    ['Planned', queue.delayed],
    ['Failed', queue.failed],
  ] as const;
  return (
    <Panel
      title="Wake-up jobs"
      aside={
        may('operator') && (
          <Anchor
            size="sm"
            py={4}
            href={new URL('/bull-mq-dashboard', team.base).href}
            target="_blank"
            rel="noreferrer"
          >
            Queue monitor ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
          </Anchor>
        )
      }
    >
      <dl className={classes.counts}>
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" c="dimmed" mt="sm">
        Jobs only wake the workers. The line moves without them, a little later.
      </Text>
    </Panel>
  );
}
