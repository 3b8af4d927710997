'use client';

import { useTicking } from '@flash/web';
import { Text } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Panel } from '../kit/panel.tsx';
import classes from '../sale-form/form.module.css';
import { type CheckState, checklist, type Planned, verdictOf } from './checklist.ts';

const looks: Record<CheckState, { sign: string; word: string }> = {
  ready: { sign: '✓', word: 'Ready' },
  look: { sign: '!', word: 'Check' },
  stop: { sign: '✕', word: 'To fix' },
  note: { sign: '–', word: 'Optional' },
  asking: { sign: '…', word: 'Checking' },
};

/** What has to be right before a sale opens, each with what to do about it. */
export function ChecklistPanel({ sale }: { sale: Planned }) {
  const { team } = useMember();
  const now = useTicking(Date.now, 1_000);
  const { data } = useApiQuery(['system'], (signal) => team.system({ signal }), {
    refetchInterval: 10_000,
  });
  if (now === null) {
    return null;
  }
  const checks = checklist(sale, data, now);
  return (
    <Panel
      title="Before it goes live"
      aside={
        <Text size="sm" fw={600}>
          {verdictOf(checks)}
        </Text>
      }
    >
      <ul className={classes.check}>
        {checks.map(({ name, state, words }) => (
          <li key={name} data-state={state}>
            <span className={classes.sign} aria-hidden="true">
              {looks[state].sign}
            </span>
            <div>
              <strong>{name}</strong> <span className={classes.todo}>({looks[state].word})</span>
              <br />
              <span className={classes.todo}>{words}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
