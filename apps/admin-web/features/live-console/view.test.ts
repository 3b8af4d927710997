import { expect, test } from 'vitest';
import { emptyConsole } from './console.ts';
import { anOverview, at, t0 } from './overview.fixture.ts';
import { agesOf, isStale, serverTime, stageOf, troublesOf } from './view.ts';

/** This machine's clock is ten minutes ahead of the server's. */
const receivedAt = t0 + 600_000;
const shown = (differs: Parameters<typeof anOverview>[0]) => ({
  ...emptyConsole,
  overview: anOverview(differs),
  receivedAt,
});

test('a wrong clock on the reader’s machine does not change the age of a number', () => {
  const ages = agesOf(shown({}));
  expect(ages?.counts).toBe(receivedAt);
  expect(isStale(ages?.counts ?? 0, receivedAt + 2_000)).toBe(false);
});

test('a number that the server could not refresh is as old as its last count', () => {
  const ages = agesOf(shown({ countedAt: at(-9) }));
  expect(receivedAt - (ages?.counts ?? 0)).toBe(9_000);
  expect(ages?.redis).toBe(receivedAt);
});

test('counts become stale without any message when the feed stops', () => {
  expect(isStale(receivedAt, receivedAt + 3_001)).toBe(true);
});

test('the countdown follows the time of the server', () => {
  expect(serverTime(shown({}), receivedAt + 5_000)).toBe(t0 + 5_000);
});

test.each([
  ['live', { phase: 'open', free: 6 }],
  ['sellingOut', { phase: 'open', free: 5 }],
  ['sellingOut', { phase: 'open', free: 0, held: 180, sold: 312 }],
  ['soldOut', { phase: 'open', free: 0, held: 0, claimed: 0, sold: 500 }],
  ['paused', { phase: 'paused', free: 0, sold: 500 }],
  ['upcoming', { phase: 'scheduled' }],
  ['lobby', { phase: 'lobby' }],
  ['ended', { phase: 'ended' }],
] as const)('the stage is %s for %o', (stage, differs) => {
  expect(stageOf(anOverview(differs))).toBe(stage);
});

test('troubles that stop the line are listed, the worst first', () => {
  const down = { ok: false, latencyMs: null, at: at(0) };
  const overview = anOverview({
    halted: 'free units are negative',
    database: down,
    worker: { alive: false, lastSeenAt: null, at: at(0) },
  });
  expect(troublesOf(overview)).toEqual(['halted', 'database', 'worker']);
  expect(troublesOf(anOverview())).toEqual([]);
});

test('a missing worker is no trouble for an archived sale', () => {
  const worker = { alive: false, lastSeenAt: null, at: at(0) };
  expect(troublesOf(anOverview({ phase: 'archived', worker }))).toEqual([]);
});
