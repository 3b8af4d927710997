import type { Snapshot, WakeQueue } from '@flash/reservation';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobTimes } from './job-times.ts';

const NOW = 1_000_000;

/** What one look at the sale puts into the queue. */
function setup() {
  const queued: string[] = [];
  const note = (job: string) => async (_sale: string, at: number) =>
    void queued.push(`${job} ${at - NOW}`);
  const queue = { releaseAt: note('release'), openAt: note('open'), endAt: note('end') };
  const times = createJobTimes(queue as unknown as WakeQueue);
  const base = {
    now: NOW,
    startsAt: NOW + 50,
    endsAt: NOW + 90,
    closed: false,
    nextExpiryAt: null,
  };
  const shotOf = (changes: Partial<Snapshot>) => ({ ...base, ...changes }) as Snapshot;
  async function keep(changes: Partial<Snapshot> = {}) {
    queued.length = 0;
    await times.keep('s', shotOf(changes));
    return [...queued];
  }
  const isDue = (changes: Partial<Snapshot> = {}) => times.isDue('s', shotOf(changes));
  return { times, keep, isDue };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(5_000_000);
});
afterEach(() => vi.useRealTimers());

test('the moments of a sale are planned once, and again when its window changes', async () => {
  const { keep, isDue, times } = setup();
  expect(isDue()).toBe(true);
  expect(await keep()).toEqual(['open 50', 'end 90']);
  expect([isDue(), await keep()]).toEqual([false, []]);
  const later = { endsAt: NOW + 99 };
  expect([isDue(later), await keep(later)]).toEqual([true, ['open 50', 'end 99']]);
  times.forget('s');
  expect([isDue(later), await keep(later)]).toEqual([true, ['open 50', 'end 99']]);
});

test('moments that are over are not planned, and none of a sale that was ended by hand', async () => {
  expect(await setup().keep({ startsAt: NOW })).toEqual(['end 90']);
  expect(await setup().keep({ startsAt: NOW - 9, endsAt: NOW })).toEqual([]);
  expect(await setup().keep({ closed: true })).toEqual([]);
});

test('the end of a hold is planned while none is planned that comes sooner', async () => {
  const { keep, isDue } = setup();
  expect(await keep({ nextExpiryAt: NOW + 40 })).toEqual(['release 40', 'open 50', 'end 90']);
  expect(isDue({ nextExpiryAt: NOW + 40 })).toBe(false);
  expect(isDue({ nextExpiryAt: NOW + 41 })).toBe(false);
  expect([isDue({ nextExpiryAt: null }), isDue({ nextExpiryAt: null, now: NOW + 40 })]).toEqual([
    false,
    false,
  ]);
  const sooner = { nextExpiryAt: NOW + 39 };
  expect([isDue(sooner), await keep(sooner)]).toEqual([true, ['release 39']]);
  // A look without anything due forgets nothing of what is planned.
  expect(await keep({ nextExpiryAt: NOW + 70 })).toEqual([]);
  expect(isDue({ nextExpiryAt: NOW + 70, now: NOW + 38 })).toBe(false);
  const next = { nextExpiryAt: NOW + 70, now: NOW + 39 };
  expect([isDue(next), await keep(next)]).toEqual([true, ['release 70']]);
});

test('the first hold of a sale whose moments are planned is planned alone', async () => {
  const { keep, isDue } = setup();
  await keep();
  const held = { nextExpiryAt: NOW + 40 };
  expect([isDue(held), await keep(held), isDue(held)]).toEqual([true, ['release 40'], false]);
});

test('what was lost from the queue is planned again after ten minutes, however often holds were planned', async () => {
  const { keep, isDue } = setup();
  await keep();
  vi.advanceTimersByTime(300_000);
  const held = { nextExpiryAt: NOW + 40 };
  await keep(held);
  vi.advanceTimersByTime(300_000);
  expect(isDue(held)).toBe(false);
  vi.advanceTimersByTime(1);
  expect([isDue(held), await keep(held)]).toEqual([true, ['release 40', 'open 50', 'end 90']]);
});
