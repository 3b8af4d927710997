import { endpoints, type SystemAnswer } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import {
  checklist,
  type PlannedSale,
  plannedSale,
  preflightCheck,
  verdictOf,
} from './checklist.ts';
import { aSale } from './sale.fixture.ts';

const now = Date.parse('2027-05-01T00:00:00Z');
const good: PlannedSale = { ...plannedSale(aSale()), hasPicture: true };
const engine = { ok: true, version: '7', latencyMs: 1, warnings: [] };
const system = (change: object = {}) =>
  ({
    redis: engine,
    database: { ...engine, replicaSet: true, indexesReady: true },
    processes: [{ id: 'w', kind: 'worker', lastSeenAt: '', alive: true }],
    ...change,
  }) as unknown as SystemAnswer;
const stateOf = (name: string, sale: PlannedSale, about = system()) =>
  checklist(sale, about, now).find((check) => check.name === name)?.state;

describe('the checklist before a sale goes live', () => {
  test('says that the sale is ready when every check passes', () => {
    const checks = checklist(good, system(), now);
    expect(checks.every(({ state }) => state === 'ready')).toBe(true);
    expect(verdictOf(checks)).toBe('Ready to go live');
  });

  test.each([
    ['Name', { name: ' ' }, 'error'],
    ['Name', {}, undefined],
    ['Stock', { stock: 0 }, 'error'],
    ['Start and end', { startsAt: null }, 'error'],
    ['Start and end', { endsAt: good.startsAt }, 'error'],
    ['Start and end', { startsAt: now - 1 }, 'warning'],
    ['Price', { price: 0 }, 'warning'],
    ['Price', { price: null }, 'error'],
    ['Picture', { hasPicture: false }, 'optional'],
    ['Published', { isDraft: true }, 'warning'],
    ['Published', { isDraft: null }, undefined],
  ])('the check of %s for %j is %s', (name, change, state) => {
    expect(stateOf(name, { ...good, ...change })).toBe(state);
  });

  test('reports a missing worker and engines with unsafe settings', () => {
    expect(stateOf('Queue worker', good, system({ processes: [] }))).toBe('error');
    const redis = { ...engine, warnings: ['maxmemory-policy is not noeviction'] };
    expect(stateOf('Redis', good, system({ redis }))).toBe('warning');
    const database = { ...engine, replicaSet: false, indexesReady: true };
    expect(stateOf('MongoDB', good, system({ database }))).toBe('warning');
    const unindexed = { ...engine, replicaSet: true, indexesReady: false, warnings: ['Missing.'] };
    expect(stateOf('MongoDB', good, system({ database: unindexed }))).toBe('error');
  });
});

describe('the last preflight in the checklist', () => {
  const { preflight } = endpoints.preflight.answer.parse(endpoints.preflight.example.answer);
  if (!preflight) {
    throw new Error('the example has a result');
  }
  const passed = { ...preflight, ok: true, checks: [], at: new Date(now - 60_000).toISOString() };
  const about = { saleVersion: 3, now, ago: (ms: number) => `${ms / 1_000} s ago` };
  const found = (change: object = {}) => preflightCheck({ ...passed, ...change }, about);

  test('says when it was, by which version and for how many buyers', () => {
    expect(found()).toMatchObject({
      state: 'ready',
      words: 'Passed 60 s ago, by 0.1.0 (3f2a91c0), for 10,000 buyers.',
    });
  });

  test('names the checks that failed', () => {
    const { checks } = preflight;
    expect(found({ ok: false, checks })).toMatchObject({ state: 'error' });
    expect(found({ ok: false, checks }).words).toMatch(/^Failed .*: payment\.$/);
  });

  test('no longer counts after an edit of the sale, or a day later', () => {
    expect(found({ saleVersion: 2 }).state).toBe('warning');
    expect(found({ at: new Date(now - 90_000_000).toISOString() }).state).toBe('warning');
  });

  test('is no condition of a sale that was never checked', () => {
    expect(preflightCheck(null, about).state).toBe('optional');
  });
});
