import { endpoints, type SystemAnswer } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { concernsOf } from './health.ts';

const well = endpoints.system.answer.parse(endpoints.system.example.answer) as SystemAnswer;
const saidOf = (change: Partial<SystemAnswer>) =>
  concernsOf({ ...well, ...change }).map(({ urgency, what }) => `${urgency}: ${what}`);
const sale = well.sales[0] as SystemAnswer['sales'][number];

describe('the headline of the system', () => {
  test('is silent while all is well', () => {
    expect(concernsOf(well)).toEqual([]);
  });

  test('names a part that is away, once', () => {
    const redis = { ...well.redis, ok: false, warnings: ['Redis cannot be reached.'] };
    expect(saidOf({ redis })).toEqual(['now: Redis cannot be reached.']);
  });

  test('misses a worker only when none of them is alive', () => {
    const [worker] = well.processes;
    const dead = { id: 'worker-2', kind: 'worker' as const, lastSeenAt: '', alive: false };
    expect(saidOf({ processes: [dead, ...(worker ? [worker] : [])] })).toEqual([]);
    expect(saidOf({ processes: [dead] })).toEqual(['now: No worker is running.']);
  });

  test('puts what keeps people waiting before what can wait', () => {
    const queue = { ...well.queue, failed: 2 };
    const sales = [{ ...sale, halted: 'free units do not add up' }];
    expect(saidOf({ queue, sales })).toEqual([
      'now: “Night Runner 2” is halted: free units do not add up.',
      'soon: 2 jobs have failed.',
    ]);
  });

  test('says when steps of a sale are not stored, and when an audit found something', () => {
    expect(saidOf({ sales: [{ ...sale, storedN: 1, lastN: 10_002 }] })[0]).toMatch(/not stored/);
    const violations = [{ invariant: 'I1', code: 'oversold', detail: '501 of 500' }];
    const lastAudit = { at: well.serverNow, ok: false, sales: 1, violations };
    expect(saidOf({ lastAudit })).toEqual(['now: The last audit found 1 problem.']);
  });

  test('notices an audit that has stopped, but not when there is nothing to audit', () => {
    const lastAudit = { at: '2026-06-01T09:00:00.000Z', ok: true, sales: 1, violations: [] };
    expect(saidOf({ lastAudit })).toEqual(['soon: No audit has run for a while.']);
    expect(saidOf({ lastAudit, sales: [] })).toEqual([]);
  });
});
