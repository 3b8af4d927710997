import { endpoints, type SystemAnswer } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { concernsOf } from './health.ts';

const well = endpoints.system.answer.parse(endpoints.system.example.answer) as SystemAnswer;
const saidOf = (change: Partial<SystemAnswer>) =>
  concernsOf({ ...well, ...change }).map(({ urgency, what }) => `${urgency}: ${what}`);
const sale = well.sales[0] as SystemAnswer['sales'][number];

describe('the headline of the system', () => {
  test('reports nothing while everything is healthy', () => {
    expect(concernsOf(well)).toEqual([]);
  });

  test('reports an unreachable Redis once', () => {
    const redis = { ...well.redis, ok: false, warnings: ['Redis cannot be reached.'] };
    expect(saidOf({ redis })).toEqual(['now: Redis cannot be reached.']);
  });

  test('reports missing workers only when none is alive', () => {
    const [worker] = well.processes;
    const dead = {
      ...{ id: 'worker-2', kind: 'worker' as const, lastSeenAt: '', alive: false },
      ...{ version: null, commit: null },
    };
    expect(saidOf({ processes: [dead, ...(worker ? [worker] : [])] })).toEqual([]);
    expect(saidOf({ processes: [dead] })).toEqual(['now: No worker is running.']);
  });

  test('lists urgent problems before those that can wait', () => {
    const queue = { ...well.queue, failed: 2 };
    const sales = [{ ...sale, halted: 'free units do not add up' }];
    expect(saidOf({ queue, sales })).toEqual([
      'now: “Night Runner 2” is halted: free units do not add up.',
      'soon: 2 jobs have failed.',
    ]);
  });

  test('reports steps that are not stored and a failed audit', () => {
    expect(saidOf({ sales: [{ ...sale, storedN: 1, lastN: 10_002 }] })[0]).toMatch(/not stored/);
    const violations = [{ invariant: 'I1', code: 'oversold', detail: '501 of 500' }];
    const lastAudit = { at: well.serverNow, ok: false, sales: 1, violations };
    expect(saidOf({ lastAudit })).toEqual(['now: The last audit found 1 problem.']);
  });

  test('reports a stopped audit unless there is nothing to audit', () => {
    const lastAudit = { at: '2026-06-01T09:00:00.000Z', ok: true, sales: 1, violations: [] };
    expect(saidOf({ lastAudit })).toEqual(['soon: No audit has run for a while.']);
    expect(saidOf({ lastAudit, sales: [] })).toEqual([]);
  });
});
