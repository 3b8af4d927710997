import type { Database } from '@flash/database';
import type { Election } from '@flash/reservation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BROKEN_RULE, CONTRADICTION } from '../base/alerts/alerts.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { createRebuildDamaged, createRecover } from './recover.ts';
import type { Restore } from './restore.ts';

type Report = Awaited<ReturnType<Restore>>;
type Kind = Report['kind'];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(100_000);
});
afterEach(() => vi.useRealTimers());

/** A sale that Redis cannot serve, and what a worker does about it. */
function setup({ kind = 'adopt' as Kind, ms = 100, hasLog = true, fails = false } = {}) {
  const said: string[] = [];
  const saleCache = createSaleCache();
  const cached = saleCache.of('s');
  const world = { fails };
  const recover = createRecover({
    db: { blocks: { last: async () => (hasLog ? {} : null) } } as unknown as Database,
    saleCache,
    async restore(_sale, { awayMs }) {
      said.push(`restore after ${awayMs}`);
      if (world.fails) {
        throw new Error('no answer');
      }
      return { kind, ms, epoch: 2 };
    },
    onGone: async () => void said.push('gone'),
    onRecovered: async () => void said.push('recovered'),
  });
  const restMs = () => cached.recoverAfter - performance.now();
  return { world, said, cached, recover, restMs };
}

describe('a sale that Redis cannot serve', () => {
  test.each<[Kind, string[]]>([
    ['adopt', ['recovered']],
    ['rebuild', ['recovered']],
    ['fine', ['recovered']],
    ['overtaken', ['recovered']],
    ['gone', ['gone']],
    ['busy', []],
    ['halted', []],
  ])('is restored, and who has to know of it is told (%s)', async (kind, told) => {
    const { said, recover } = setup({ kind });
    await recover('s', 'epoch');
    expect(said).toEqual(['restore after 0', ...told]);
  });

  test('was away since it was last seen', async () => {
    const { said, cached, recover } = setup({ kind: 'busy' });
    cached.seenAt = performance.now() - 700;
    await recover('s', 'epoch');
    expect(said).toEqual(['restore after 700']);
  });

  test('is missing for a moment when it is new: the process that creates it is given time', async () => {
    const { said, recover } = setup({ hasLog: false, kind: 'busy' });
    await recover('s', 'missing');
    vi.advanceTimersByTime(1_499);
    await recover('s', 'missing');
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    await recover('s', 'missing');
    expect(said).toEqual(['restore after 0']);
  });

  test('is restored at once when it has a stored log, or is there in another state', async () => {
    const old = setup({ kind: 'busy' });
    await old.recover('s', 'missing');
    const young = setup({ kind: 'busy', hasLog: false });
    await young.recover('s', 'epoch');
    expect([old.said, young.said]).toEqual([['restore after 0'], ['restore after 0']]);
  });

  test('is tried again after a failure, later each time, and not before', async () => {
    const { world, said, cached, recover, restMs } = setup({ fails: true });
    await expect(recover('s', 'epoch')).rejects.toThrow('no answer');
    expect(restMs()).toBeGreaterThan(0);
    const first = restMs();
    vi.advanceTimersByTime(first - 1);
    await recover('s', 'epoch');
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(1);
    cached.failedRecoveries = 9;
    await expect(recover('s', 'epoch')).rejects.toThrow('no answer');
    expect(cached.failedRecoveries).toBe(10);
    expect(restMs()).toBeGreaterThanOrEqual(1_500);
    world.fails = false;
    vi.advanceTimersByTime(3_000);
    await recover('s', 'epoch');
    expect(said.at(-1)).toBe('recovered');
  });

  test.each<[Kind, number, number]>([
    ['halted', 100, 30_000],
    ['overtaken', 100, 200],
    ['overtaken', 40_000, 30_000],
  ])('is left alone afterwards (%s after %i ms) for %i ms', async (kind, ms, expected) => {
    const { recover, restMs } = setup({ kind, ms });
    await recover('s', 'epoch');
    expect(restMs()).toBe(expected);
  });

  test('may be restored again at once when it was restored', async () => {
    const { recover, cached } = setup();
    await recover('s', 'epoch');
    expect(cached.recoverAfter).toBe(0);
  });
});

describe('a damaged sale', () => {
  async function rebuild(why: string, { kind = 'rebuild' as Kind, ledForMs = 0 } = {}) {
    const said: string[] = [];
    const election = {
      ledForMs: async () => ledForMs,
      lead: async () => void said.push('noted'),
    } as unknown as Election;
    const restore: Restore = async (_sale, cause) => {
      said.push(`restore ${cause.why} ${'isDamaged' in cause && cause.isDamaged}`);
      return { kind, ms: 1, epoch: 2 };
    };
    return { isDone: await createRebuildDamaged({ election, restore })('s', why), said };
  }

  test('is rebuilt, and that is noted', async () => {
    expect(await rebuild('stock')).toEqual({ isDone: true, said: ['restore stock true', 'noted'] });
  });

  test.each([`${CONTRADICTION}: x`, `${BROKEN_RULE}: x`])('waits for a person: %s', async (why) => {
    expect(await rebuild(why)).toEqual({ isDone: false, said: [] });
  });

  test('is not rebuilt a second time within a minute', async () => {
    expect(await rebuild('stock', { ledForMs: 1 })).toEqual({ isDone: false, said: [] });
  });

  test('that another worker rebuilds is no rebuild of this one', async () => {
    const found = await rebuild('stock', { kind: 'busy' });
    expect(found).toEqual({ isDone: false, said: ['restore stock true'] });
  });
});
