'use client';

import { useTicking } from '@flash/web';
import { Text } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Panel } from '../kit/panel.tsx';
import { type CheckState, checklist, type PlannedSale, verdictOf } from './checklist.ts';
import classes from './sale.module.css';

const signs: Record<CheckState, { sign: string; word: string }> = {
  ready: { sign: '✓', word: 'Ready' },
  warning: { sign: '!', word: 'Check' },
  error: { sign: '✕', word: 'To fix' },
  optional: { sign: '–', word: 'Optional' },
  loading: { sign: '…', word: 'Checking' },
};

/** What must be in order before a sale opens, each item with what to do about it. */
export function ChecklistPanel({ sale }: { sale: PlannedSale }) {
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
      <ul className={classes.checklist}>
        {checks.map(({ name, state, words }) => (
          <li key={name} data-state={state}>
            <span className={classes.checkSign} aria-hidden="true">
              {signs[state].sign}
            </span>
            <div>
              <strong>{name}</strong>{' '}
              <span className={classes.checkWords}>({signs[state].word})</span>
              <br />
              <span className={classes.checkWords}>{words}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
