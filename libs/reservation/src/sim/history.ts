import type { Seeded } from '@flash/testing';
import { expect } from 'vitest';
import { keysOf } from '../keys.ts';
import type { TestSale } from '../testing/sale.ts';
import { type Command, commands } from './commands.ts';
import { createModel } from './model.ts';
import { stateOf, type World, wholeLog } from './world.ts';

/** Plays one random history on Redis and on the model; returns what was done how often. */
export async function playHistory(sale: TestSale, random: Seeded, length: number) {
  const { stock } = await sale.snapshot();
  const world: World = {
    sale,
    model: createModel(sale.rules, stock, sale.clock),
    random,
    buyers: Array.from({ length: 20 }, (_, i) => `buyer${i}`),
    orders: new Map(),
    voided: new Set(),
    returns: [],
    blocks: [],
    version: 1,
    adjusts: 0,
  };
  const done: string[] = [];
  for (let i = 0; i < length; i++) {
    await keepStored(world);
    sale.clock.now += random.below(random.chance(0.2) ? 60_000 : 4_000);
    const command = choose(random);
    const outcome = await command.play(world);
    done.push(`${command.name} ${outcome}`);
    await expectSound(world).catch((cause: unknown) => {
      throw new Error(`after ${done.join(' · ')}`, { cause });
    });
  }
  await expectSameStory(world);
  return done;
}

const total = commands.reduce((sum, command) => sum + command.weight, 0);

function choose(random: Seeded): Command {
  let left = random.below(total);
  const found = commands.find((command) => {
    left -= command.weight;
    return left < 0;
  });
  return found ?? (commands[0] as Command);
}

/** The worker stores the log most of the time, now and then not quite up to its end. */
async function keepStored(world: World): Promise<void> {
  const { sale, model, random } = world;
  if (random.chance(0.1)) {
    return;
  }
  const n = Math.max(model.state.storedN, model.state.n - random.below(2));
  await sale.engine.stored(sale.saleId, { epoch: model.state.epoch, n, keep: 1_000_000 });
  model.stored(n);
}

/** I1 to I3 and the arithmetic of units, after every single step. */
async function expectSound({ sale, model, orders, buyers }: World): Promise<void> {
  const [snapshot, positions] = await Promise.all([
    sale.snapshot(),
    sale.engine.position(sale.saleId, buyers),
  ]);
  const { state: s } = model;
  expect(snapshot).toMatchObject({
    epoch: s.epoch,
    n: s.n,
    seq: s.seq,
    serving: s.serving,
    fence: s.fence,
    stock: s.stock,
    granted: s.granted,
    free: s.units.free(),
    held: model.count('held'),
    claimed: model.count('claimed'),
    sold: model.count('sold'),
    waiting: model.count('waiting'),
    halted: '',
  });
  expect(snapshot.free + snapshot.held + snapshot.claimed + snapshot.sold).toBe(s.stock);
  const owned = [...s.places.values()].flatMap((place) => ('unit' in place ? [place.unit] : []));
  expect(new Set(owned).size).toBe(owned.length);
  expect(orders.size).toBeLessThanOrEqual(s.stock);
  const live = [...orders.values()].map((order) => order.unit);
  expect(new Set(live).size).toBe(live.length);
  expect(positions).toMatchObject({ places: buyers.map((buyer) => model.place(buyer)) });
  await expectCounted(sale, model);
}

/** I13: what is counted for a network are exactly the living places that joined from it. */
async function expectCounted({ redis, saleId }: TestSale, model: World['model']): Promise<void> {
  const keys = keysOf(saleId);
  const living = model.networks();
  const [networks, members, lost] = await Promise.all([
    redis.hgetall(keys.networks),
    redis.zrange(keys.byNetwork, 0, '-1'),
    redis.hgetall(keys.lost),
  ]);
  expect(networks).toEqual(Object.fromEntries(living));
  expect(members.sort()).toEqual(
    [...living].map(([buyer, network]) => `${network} ${buyer}`).sort(),
  );
  const losses = [...model.state.lost].map(([buyer, loss]) => [buyer, `${loss.count} ${loss.at}`]);
  expect(lost).toEqual(Object.fromEntries(losses));
}

/** Who reads the log from its first entry on comes to the same state. */
async function expectSameStory(world: World): Promise<void> {
  const { model } = world;
  const told = stateOf(await wholeLog(world), world);
  const places = [...model.state.places];
  const names = (phase: string) =>
    places.flatMap(([buyer, place]) => (place.phase === phase ? [buyer] : [])).sort();
  const { epoch, n, seq, serving, granted } = model.state;
  // The log of this version tells no keys: the line is the same, its order is not.
  const waiting = model.line().sort((a, b) => a.seq - b.seq);
  expect(told).toMatchObject({ epoch, n, seq, serving, granted, waiting });
  const holds = told.holds.map((hold) => {
    const place = model.state.places.get(hold.buyer);
    const { buyer: _, extensions: used, claimed, attempt: __, ...rest } = { attempt: 0, ...hold };
    expect(place).toMatchObject({ phase: claimed ? 'claimed' : 'held', used, ...rest });
    return hold.buyer;
  });
  expect(holds.sort()).toEqual([...names('held'), ...names('claimed')].sort());
  expect(told.sold.map((one) => one.buyer).sort()).toEqual(names('sold'));
  const living = [...(told.waiting ?? []), ...told.holds].flatMap(({ buyer }) => {
    const network = told.networks?.get(buyer);
    return network ? [[buyer, network] as const] : [];
  });
  expect(new Map(living)).toEqual(model.networks());
  expect(told.lost).toEqual(model.state.lost);
  for (const phase of ['expired', 'removed', 'left'] as const) {
    const those = told.remains.filter((one) => one.phase === phase);
    expect(those.map((one) => one.buyer).sort()).toEqual(names(phase));
  }
}
