import { expect, it } from 'vitest';
import { agesOf, isStale, serverTime } from './ages.ts';
import { emptyConsole } from './console.ts';
import { anOverview, at, t0 } from './overview.fixture.ts';

/** This machine's clock is ten minutes ahead of the server's. */
const receivedAt = t0 + 600_000;
const shown = (differs: Parameters<typeof anOverview>[0]) => ({
  ...emptyConsole,
  overview: anOverview(differs),
  receivedAt,
});

it('a wrong clock on the reader makes no number look old or new', () => {
  const ages = agesOf(shown({}));
  expect(ages?.counts).toBe(receivedAt);
  expect(isStale(ages?.counts ?? 0, receivedAt + 2_000)).toBe(false);
});

it('a number that the server could not count anew is as old as its last count', () => {
  const ages = agesOf(shown({ countedAt: at(-9) }));
  expect(receivedAt - (ages?.counts ?? 0)).toBe(9_000);
  expect(ages?.redis).toBe(receivedAt);
});

it('a feed that stops is noticed by the clock alone', () => {
  expect(isStale(receivedAt, receivedAt + 3_001)).toBe(true);
});

it('counts down by the time of the server', () => {
  expect(serverTime(shown({}), receivedAt + 5_000)).toBe(t0 + 5_000);
});
