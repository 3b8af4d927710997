'use client';

import type { AdminSale, PreflightResult } from '@flash/shared-types';
import { formatDistance, useTicking } from '@flash/web';
import { Text } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Panel } from '../kit/panel.tsx';
import {
  type CheckState,
  checklist,
  type PlannedSale,
  preflightCheck,
  verdictOf,
} from './checklist.ts';
import classes from './sale.module.css';

const signs: Record<CheckState, { sign: string; word: string }> = {
  ready: { sign: '✓', word: 'Ready' },
  warning: { sign: '!', word: 'Check' },
  error: { sign: '✕', word: 'To fix' },
  optional: { sign: '–', word: 'Optional' },
  loading: { sign: '…', word: 'Checking' },
};

interface ChecklistPanelProps {
  sale: PlannedSale;
  /** The sale as it is stored; absent for one that is being made. */
  saved?: Pick<AdminSale, 'id' | 'version'>;
}

/** What must be in order before a sale opens, each item with what to do about it. */
export function ChecklistPanel({ sale, saved }: ChecklistPanelProps) {
  const { team } = useMember();
  const now = useTicking(Date.now, 1_000);
  const { data } = useApiQuery(['system'], (signal) => team.system({ signal }), {
    refetchInterval: 10_000,
  });
  const id = saved?.id ?? '';
  const { data: last } = useApiQuery(
    ['preflight', id],
    (signal) => team.preflight({ params: { id }, signal }),
    { enabled: id !== '', refetchInterval: 10_000 },
  );
  if (now === null) {
    return null;
  }
  const checks = checklist(sale, data, now);
  if (saved && last) {
    const ago = (ms: number) => `${formatDistance(ms)} ago`;
    checks.push(preflightCheck(last.preflight, { saleVersion: saved.version, now, ago }));
  }
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
      {last?.preflight && <PreflightDetails checks={last.preflight.checks} />}
    </Panel>
  );
}

const outcomes = { passed: '✓', failed: '✕', accepted: '–' } as const;
const states = { passed: 'Passed', failed: 'Failed', accepted: 'Accepted' } as const;

/** Each check of the last preflight, those that failed with what to do. */
function PreflightDetails({ checks }: Pick<PreflightResult, 'checks'>) {
  return (
    <details className={classes.preflight}>
      <summary>Result of the preflight</summary>
      <ul className={classes.checklist}>
        {checks.map(({ name, state, words, advice }) => (
          <li key={name} data-state={state === 'failed' ? 'error' : 'ready'}>
            <span className={classes.checkSign} aria-hidden="true">
              {outcomes[state]}
            </span>
            <div>
              <strong>{name}</strong> <span className={classes.checkWords}>({states[state]})</span>
              <br />
              <span className={classes.checkWords}>
                {words}
                {state === 'failed' && ` → ${advice}`}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
