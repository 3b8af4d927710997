import { newId } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import { createAttendance } from '../election.ts';
import { keysOf, workersKey } from '../keys.ts';
import { openTestSale } from '../testing/sale.ts';
import { openPrivateRedis } from '../testing/server.ts';

async function movedOf(sale: Awaited<ReturnType<typeof openTestSale>>, n: number) {
  const seen = [{ saleId: sale.saleId, n }];
  return (await sale.engine.glance(seen, true)).flatMap(({ moved }) => moved);
}

describe('a glance at many sales', () => {
  test('names those that moved since they were seen, of any number, by few calls', async () => {
    const { redis } = await openPrivateRedis();
    const { engine, rules, saleId } = await openTestSale({ stock: 2, redis });
    const others = Array.from({ length: 249 }, () => newId());
    const at = { epoch: 1, stock: 2 };
    await Promise.all(others.map((id) => engine.activate(id, rules, at)));
    const seen = [saleId, ...others].map((id) => ({ saleId: id, n: 1 }));
    const before = await engine.glance(seen, false);
    expect(before.map(({ moved }) => moved)).toEqual([[], []]);
    const movers = [seen[3]?.saleId ?? '', seen[240]?.saleId ?? ''];
    for (const id of movers) {
      await engine.join(id, { buyer: 'a', bearer: false });
    }
    const after = await engine.glance(seen, false);
    expect(after.flatMap(({ moved }) => moved)).toEqual(movers);
    expect(after[0]?.server).toBe(await redis.hget(keysOf(saleId).meta, 'run'));
    expect(Math.abs((after[0]?.now ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('leaves a sale alone in which all is as it was seen, whatever happened in it before', async () => {
    const sale = await openTestSale({ stock: 4 });
    await sale.join('a', 'b', 'c', 'd', 'e');
    await sale.grant();
    await sale.buy('a');
    await sale.claim('b');
    await sale.engine.leave(sale.saleId, { buyer: 'c' });
    await sale.engine.adjust(sale.saleId, { id: 'x', by: -1 });
    await sale.engine.adjust(sale.saleId, { id: 'y', by: 3 });
    const { n } = await sale.snapshot();
    expect(await movedOf(sale, n)).toEqual([]);
    expect(await movedOf(sale, n - 1)).toEqual([sale.saleId]);
  });

  test('does not count as use of a sale, unless it is a deep one', async () => {
    const { redis } = await openPrivateRedis();
    const { engine, saleId } = await openTestSale({ stock: 1, redis });
    const idle = async () => Number(await redis.object('IDLETIME', keysOf(saleId).meta));
    await expect.poll(idle, { timeout: 5_000 }).toBeGreaterThan(0);
    expect((await engine.glance([{ saleId, n: 1 }], false))[0]?.moved).toEqual([]);
    expect(await idle()).toBeGreaterThan(0);
  });

  test.each([
    ['of another server', (keys) => ['HSET', keys.meta, 'run', 'a1b2']],
    ['frozen', (keys) => ['HSET', keys.meta, 'run', 'restoring:2']],
    ['missing', (keys) => ['DEL', keys.meta]],
    ['halted', (keys) => ['HSET', keys.meta, 'halted', 'why']],
    ['without its free units', (keys) => ['DEL', keys.inventory]],
    ['without the units that came back', (keys) => ['DEL', keys.unitsFree]],
    ['without its holds', (keys) => ['DEL', keys.expiry]],
    ['without its sold units', (keys) => ['DEL', keys.consumed]],
    ['with a key of another type', (keys) => ['SET', keys.expiry, '1']],
  ] satisfies [string, (keys: ReturnType<typeof keysOf>) => string[]][])(
    'names a sale that is %s, and sees the others',
    async (_how, damage) => {
      const sale = await openTestSale({ stock: 4 });
      const other = await openTestSale({ stock: 1, redis: sale.redis });
      await sale.join('a', 'b', 'c');
      await sale.grant();
      await sale.buy('a');
      await sale.engine.leave(sale.saleId, { buyer: 'c' });
      const { n } = await sale.snapshot();
      const [command = '', ...args] = damage(keysOf(sale.saleId));
      await sale.redis.call(command, ...args);
      const seen = [
        { saleId: sale.saleId, n },
        { saleId: other.saleId, n: 0 },
      ];
      const glances = await sale.engine.glance(seen, true);
      expect(glances.flatMap(({ moved }) => moved)).toEqual([sale.saleId, other.saleId]);
    },
  );
});

describe('the workers of one queue', () => {
  test('know who of them lives; one that left or fell silent is forgotten', async () => {
    const { redis } = await openPrivateRedis();
    const [a, b] = ['a', 'b'].map((name) => createAttendance(redis, 'q', name));
    expect(await a?.attend(60_000)).toEqual(['a']);
    expect((await b?.attend(60_000))?.sort()).toEqual(['a', 'b']);
    await createAttendance(redis, 'another', 'c').attend(60_000);
    expect((await a?.attend(60_000))?.sort()).toEqual(['a', 'b']);
    await b?.leave();
    expect(await a?.attend(60_000)).toEqual(['a']);
    await redis.zadd(workersKey('q'), 1, 'silent');
    expect(await a?.attend(60_000)).toEqual(['a']);
  });

  test('forget who was noted before the clock of the host was set back', async () => {
    const { redis } = await openPrivateRedis();
    await redis.zadd(workersKey('q'), Date.now() + 3_600_000, 'ahead');
    expect(await createAttendance(redis, 'q', 'a').attend(60_000)).toEqual(['a']);
  });

  test('share the work also when Redis is full', async () => {
    const { redis } = await openPrivateRedis();
    await redis.config('SET', 'maxmemory', '1');
    expect(await createAttendance(redis, 'q', 'a').attend(60_000)).toEqual(['a']);
  });
});
