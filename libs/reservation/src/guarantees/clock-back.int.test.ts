import { describe, expect, test } from 'vitest';
import { createElection } from '../election.ts';
import { keysOf, leaderKey } from '../keys.ts';
import { openTestSale } from '../testing/sale.ts';

/** What a worker that is dead now took while the clock of Redis showed nine minutes more. */
const AHEAD_MS = 540_000;

describe('after the clock of Redis was set back', () => {
  test('the lead of a dead worker ends at once, and another one takes it over', async () => {
    const { redis, saleId } = await openTestSale({ stock: 1 });
    const [name, lastsMs] = [`blocks:${saleId}`, 1_000];
    const key = leaderKey(name);
    await redis.set(key, 'dead', 'PX', AHEAD_MS);
    const election = createElection(redis, 'living');
    expect(await election.ledForMs(name, lastsMs)).toBe(0);
    expect(await election.lead(name, lastsMs)).toBe(true);
    expect(await createElection(redis, 'another').lead(name, lastsMs)).toBe(false);
    expect(await election.ledForMs(name, lastsMs)).toBeGreaterThan(0);
    await redis.del(key);
  });

  test('the lock of a dead worker keeps neither a restore nor the line from going on', async () => {
    const { engine, redis, saleId, join } = await openTestSale({ stock: 3 });
    const { lock } = keysOf(saleId);
    await redis.set(lock, 'dead', 'PX', AHEAD_MS);
    expect(await engine.lock(saleId, 'restorer', 3_000)).toBe(true);
    expect(await engine.lock(saleId, 'another', 3_000)).toBe(false);

    await join('a', 'b');
    await redis.set(lock, 'dead', 'PX', AHEAD_MS);
    const batch = { token: 'living', max: 1, clearWake: true, lockMs: 750 };
    expect(await engine.grant(saleId, batch)).toMatchObject({ kind: 'granted', waiting: 1 });
    expect(await redis.get(lock)).toBe('living');
    expect(await redis.pttl(lock)).toBeLessThanOrEqual(750);
  });

  test('the lock of a worker that lives stays its own', async () => {
    const { engine, redis, saleId, join } = await openTestSale({ stock: 2 });
    const { lock } = keysOf(saleId);
    await join('a');
    await redis.set(lock, 'living', 'PX', AHEAD_MS);
    const batch = { token: 'living', max: 1, clearWake: true };
    expect(await engine.grant(saleId, batch)).toMatchObject({ kind: 'granted' });
    expect(await engine.renewLock(saleId, 'living', 3_000)).toBe(true);
    expect(await redis.pttl(lock)).toBeLessThanOrEqual(3_000);
  });

  test('a lock that may still be right is left to its owner', async () => {
    const { engine, redis, saleId, join } = await openTestSale({ stock: 1 });
    await join('a');
    await redis.set(keysOf(saleId).lock, 'slow', 'PX', 60_000);
    const batch = { token: 'living', max: 1, clearWake: true, lockMs: 750 };
    expect(await engine.grant(saleId, batch)).toEqual({ kind: 'not_mine' });
    expect(await engine.lock(saleId, 'living', 750)).toBe(false);
  });
});
