import { newId } from '@flash/testing';
import { expect } from 'vitest';
import { createCaller } from '../call/call.ts';
import { createAttendance, createElection } from '../election.ts';
import { keysOf } from '../keys.ts';
import { must } from '../testing/sale.ts';
import type { Engine } from '../types.ts';
import type { World } from './world.ts';

/** What changes no place: locks, notes, a second activation, steps of a restore that comes too late. */
export async function aside({ sale, model, random }: World): Promise<string> {
  const { engine, saleId, redis } = sale;
  const { epoch, n } = model.state;
  const { meta } = keysOf(saleId);
  const batch = { token: 'other', max: 5, clearWake: true };
  expect(await engine.grant(saleId, batch)).toEqual({ kind: 'not_mine' });
  expect(await engine.lock(saleId, 'other', 1_000)).toBe(false);
  expect(await engine.renewLock(saleId, 'other', 1_000)).toBe(false);
  expect(await engine.unlock(saleId, 'other')).toBe(false);
  expect(await engine.renewLock(saleId, 'drain', 60_000)).toBe(true);
  expect(await engine.unlock(saleId, 'drain')).toBe(true);
  expect(await engine.lock(saleId, 'drain', 60_000)).toBe(true);
  const again = await engine.activate(saleId, sale.rules, { epoch: 1, stock: 1 });
  expect(again).toEqual({ kind: 'already', epoch, n });
  const early = { epoch: epoch + 1, n, keep: 1_000_000 };
  expect(await engine.stored(saleId, early)).toMatchObject({ kind: 'stale', epoch });
  expect(await engine.halt(saleId, 'found before', epoch + 1)).toEqual({ kind: 'stale', epoch });
  expect(await engine.mark(saleId, epoch)).toEqual({ kind: 'refused' });
  expect(await engine.time(saleId)).toBeGreaterThan(0);
  const name = `test-${saleId}`;
  const [first, second] = ['one', 'two'].map((token) => createElection(redis, token));
  expect(await first?.lead(name, 60_000)).toBe(true);
  expect(await second?.lead(name, 60_000)).toBe(false);
  const attendance = createAttendance(redis, name, 'one');
  expect(await attendance.attend(60_000)).toEqual(['one']);
  await attendance.leave();
  await redis.del(`fslead:${name}`);
  // What was seen up to the last entry is still so; a sale that was seen earlier is not.
  const moved = async (seen: number) =>
    (await engine.glance([{ saleId, n: seen }], true)).flatMap((glance) => glance.moved);
  expect(await moved(n)).toEqual([]);
  expect(await moved(n - 1)).toEqual([saleId]);

  const run = (await redis.hget(meta, 'run')) ?? '';
  const holders = model.count('held') + model.count('claimed');
  const frozen = await engine.freeze(saleId);
  expect(frozen).toEqual(holders > 0 ? { kind: 'busy', holders } : { kind: 'frozen' });
  // A restorer whose marker another one has taken over.
  await redis.hset(meta, 'run', `restoring:${epoch + 5}`);
  expect(await engine.adopt(saleId, latePlan(epoch + 1, random.chance(0.5)), sale.rules)).toEqual({
    kind: 'refused',
  });
  await redis.hset(meta, 'run', run);
  return frozen.kind;
}

/** Refused at its first staged part, or by the last script where nothing has to be staged. */
function latePlan(epoch: number, stages: boolean) {
  const nothing = { holds: [], remains: [], sold: [], line: null, lineAdd: [], lineRemove: [] };
  const none = { keyed: [], networks: [], lost: [], applied: [], marks: [], unitsRetired: [] };
  const numbers = { seq: 1, fence: 1, serving: 0, granted: 0, graceMs: 0, n: 1, storedN: 0 };
  const units = { stock: 1, unitTop: 1, nextUnit: 1, unitsFree: stages ? [1] : [] };
  return { how: 'adopt' as const, epoch, ...nothing, ...none, ...numbers, ...units, entries: [] };
}

/** Every script, with arguments that would do something. */
function everyScript(engine: Engine, saleId: string, sale: World['sale']) {
  const buyer = 'buyer1';
  const call = createCaller(sale.redis, () => sale.clock.now);
  const order = { buyer, unit: 1, attempt: 7, orderId: 'order7' };
  return {
    join: () => engine.join(saleId, { buyer: 'buyer19', bearer: true }),
    position: () => engine.position(saleId, [buyer]),
    grant: () => engine.grant(saleId, { token: 'drain', max: 3, clearWake: true }),
    claim: () => engine.claim(saleId, { buyer, token: 't', leaseMs: 1_000 }),
    renew: () => engine.renew(saleId, { buyer, attempt: 7, leaseMs: 1_000 }),
    settle: () => engine.settle(saleId, order),
    // The engine tries to settle first, and would stop there.
    heal: () => call('heal', saleId, [buyer, 1, 7, 'order7']),
    void: () => engine.void(saleId, { buyer, attempt: 7 }),
    extend: () => engine.extend(saleId, { buyer }),
    leave: () => engine.leave(saleId, { buyer }),
    sweep: () => engine.sweep(saleId, { max: 5 }),
    release: () => engine.release(saleId, { buyer }),
    remove: () => engine.remove(saleId, { buyer }),
    rules: () => engine.rules(saleId, { ...sale.rules, version: 1_000_000 }),
    adjust: () => engine.adjust(saleId, { id: 'never', by: 1 }),
    refund: () => engine.refund(saleId, order),
    shift: () => engine.shift(saleId, { byMs: 5 }),
    snapshot: () => engine.snapshot(saleId),
    allow: () => engine.allow(saleId, 0),
    halt: () => engine.halt(saleId, 'never'),
    freeze: () => engine.freeze(saleId),
    stored: () => engine.stored(saleId, { epoch: 1, n: 1 }),
    activate: () => engine.activate(saleId, sale.rules, { epoch: 1, stock: 1 }),
  };
}

/** The sale is not there, or not to be used now: every script says so and changes nothing. */
export async function disturbed(world: World): Promise<string> {
  const { sale, random } = world;
  const { engine, saleId, redis, clock } = sale;
  const { meta } = keysOf(saleId);
  const why = random.pick(['missing', 'epoch', 'restoring', 'clock', 'halted'] as const) ?? 'epoch';
  const before = await redis.hmget(meta, 'run', 'halted', 'lastNow');
  const [run = '', halted = '', lastNow = ''] = before.map(String);
  const { now } = clock;
  const wrong = { epoch: '0'.repeat(40), restoring: 'restoring:999' } as Record<string, string>;
  await redis.hset(meta, 'run', wrong[why] ?? run);
  if (why === 'halted') {
    must(
      await engine.halt(saleId, 'a test', random.chance(0.5) ? world.model.state.epoch : undefined),
    );
  }
  clock.now = why === 'clock' ? Number(lastNow) - 30_001 : now;
  const state = await everything(world);
  const id = why === 'missing' ? newId() : saleId;
  const { activate, ...others } = everyScript(engine, id, sale);
  const refuses = why === 'halted' ? { grant: others.grant, adjust: others.adjust } : others;
  for (const [name, call] of Object.entries(refuses)) {
    expect([name, await call()]).toEqual([name, { kind: 'unavailable', why }]);
  }
  if (why === 'epoch' || why === 'restoring' || why === 'clock') {
    expect(await activate()).toEqual({ kind: 'unavailable', why });
  }
  expect(await everything(world)).toEqual(state);
  clock.now = now;
  await redis.hset(meta, 'run', run, 'halted', halted);
  return why;
}

/** All that Redis has of the sale. Not as DUMP gives it: a hash that is being resized changes its order. */
async function everything({ sale: { redis, saleId } }: World): Promise<string[]> {
  const keys = (await redis.keys(`fs*{${saleId}}*`)).sort();
  return Promise.all(
    keys.map(async (key) => {
      const type = await redis.type(key);
      const read = {
        hash: async () =>
          Object.entries(await redis.hgetall(key)).sort(([x], [y]) => (x < y ? -1 : 1)),
        zset: () => redis.zrange(key, 0, '-1', 'WITHSCORES'),
        stream: () => redis.xrange(key, '-', '+'),
        string: () => redis.get(key),
      }[type];
      return `${key} ${JSON.stringify(await read?.())}`;
    }),
  );
}
