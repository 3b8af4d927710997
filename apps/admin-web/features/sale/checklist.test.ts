import type { SystemAnswer } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { checklist, type Planned, plannedSale, verdictOf } from './checklist.ts';
import { aSale } from './sale.fixture.ts';

const now = Date.parse('2027-05-01T00:00:00Z');
const good: Planned = { ...plannedSale(aSale()), hasPicture: true };
const engine = { ok: true, version: '7', latencyMs: 1, warnings: [] };
const system = (change: object = {}) =>
  ({
    redis: engine,
    database: { ...engine, replicaSet: true, indexesReady: true },
    processes: [{ id: 'w', kind: 'worker', lastSeenAt: '', alive: true }],
    ...change,
  }) as unknown as SystemAnswer;
const stateOf = (name: string, sale: Planned, about = system()) =>
  checklist(sale, about, now).find((check) => check.name === name)?.state;

describe('before a sale goes live', () => {
  test('all is ready when all is right', () => {
    const checks = checklist(good, system(), now);
    expect(checks.every(({ state }) => state === 'ready')).toBe(true);
    expect(verdictOf(checks)).toBe('Ready to go live');
  });

  test.each([
    ['Stock', { stock: 0 }, 'stop'],
    ['Start and end', { startsAt: null }, 'stop'],
    ['Start and end', { endsAt: good.startsAt }, 'stop'],
    ['Start and end', { startsAt: now - 1 }, 'look'],
    ['Price', { price: 0 }, 'look'],
    ['Price', { price: null }, 'stop'],
    ['Picture', { hasPicture: false }, 'note'],
    ['Published', { isDraft: true }, 'look'],
    ['Published', { isDraft: null }, undefined],
  ])('%s %j is %s', (name, change, state) => {
    expect(stateOf(name, { ...good, ...change })).toBe(state);
  });

  test('a missing worker and unsafe engines are shown', () => {
    expect(stateOf('Queue worker', good, system({ processes: [] }))).toBe('stop');
    const redis = { ...engine, warnings: ['maxmemory-policy is not noeviction'] };
    expect(stateOf('Redis', good, system({ redis }))).toBe('look');
    const database = { ...engine, replicaSet: false, indexesReady: true };
    expect(stateOf('MongoDB', good, system({ database }))).toBe('look');
    const unindexed = { ...engine, replicaSet: true, indexesReady: false, warnings: ['Missing.'] };
    expect(stateOf('MongoDB', good, system({ database: unindexed }))).toBe('stop');
  });
});
