import { createSeeded } from '@flash/testing';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import { keysOf } from '../keys.ts';
import { openTestSale, type TestSale } from '../testing/sale.ts';
import { type Command, saleCommands } from './commands.ts';
import { createModel } from './model.ts';
import { rareCommands } from './rare-commands.ts';
import { stateOf, type World, wholeLog } from './world.ts';

const commands: readonly Command[] = [...saleCommands, ...rareCommands];

/**
 * One step of a history. Whom and what it concerns is drawn from its own number and the state it meets, so a
 * history that failed stays nearly the same when steps before or behind it are left out.
 */
class Step implements fc.AsyncCommand<World, TestSale> {
  readonly command: Command;
  readonly draw: number;

  constructor(command: Command, draw: number) {
    this.command = command;
    this.draw = draw;
  }

  check(): boolean {
    return true;
  }

  async run(world: World): Promise<void> {
    world.random = createSeeded(this.draw);
    await keepStored(world);
    const { sale, random } = world;
    sale.clock.now += random.below(random.chance(0.2) ? 60_000 : 4_000);
    const outcome = await this.command.play(world);
    world.tell(`${this.command.name} ${outcome}`);
    await expectSound(world);
  }

  toString(): string {
    return `${this.command.name}#${this.draw}`;
  }
}

const step = fc
  .tuple(
    fc.oneof(
      ...commands.map((command) => ({ weight: command.weight, arbitrary: fc.constant(command) })),
    ),
    // Another number is another step, not a simpler one.
    fc.noShrink(fc.integer({ min: 1, max: 2 ** 31 - 1 })),
  )
  .map(([command, draw]) => new Step(command, draw));

const setting = fc.record({
  stock: fc.integer({ min: 1, max: 8 }),
  fastPassPercent: fc.integer({ min: 0, max: 59 }),
  placesPerNetwork: fc.integer({ min: 0, max: 3 }),
  holdsBeforeWait: fc.integer({ min: 0, max: 2 }),
});

interface Run {
  seed: number;
  count: number;
  /** Steps of a history at most. */
  length: number;
  /** Which one history of this seed: as it was made shorter, `path,replayPath` of fast-check. */
  only: string | undefined;
  /** The command that plays the same histories. */
  command: string;
}

/**
 * Plays so many random histories on Redis and on the model. One that fails is made shorter for as long as it
 * still fails, and told step by step with what shows it again. Answers how often each step ended how.
 */
export async function playHistories(
  redis: Redis,
  { seed, count, length, only, command }: Run,
): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const [path, replayPath] = only?.split(',') ?? [];
  const property = fc.asyncProperty(
    setting,
    fc.commands([step], { maxCommands: length, size: 'max', replayPath: replayPath || undefined }),
    async ({ stock, ...rules }, steps) => {
      const times = { holdMs: 100_000, extensionMs: 50_000 };
      const sale = await openTestSale({ redis, stock, rules: { ...rules, ...times } });
      const done: string[] = [];
      try {
        const world = worldOf(sale, stock);
        world.tell = (ended) => {
          done.push(ended);
          seen.set(ended, (seen.get(ended) ?? 0) + 1);
        };
        await fc.asyncModelRun(() => ({ model: world, real: sale }), steps);
        await expectSameStory(world);
      } catch (cause) {
        throw new Error(`after ${done.join(' · ')}: ${cause}`, { cause });
      } finally {
        await sale.engine.drop(sale.saleId);
      }
    },
  );
  const repeats =
    path === undefined ? { numRuns: count } : { numRuns: 1, path, endOnFailure: true };
  const details = await fc.check(property, { seed, ...repeats });
  if (details.failed) {
    const [of, steps] = details.counterexample ?? [];
    const shrunk = /replayPath="([^"]*)"/.exec(String(steps))?.[1] ?? '';
    const again = `SEED=${seed} HISTORY=${details.counterexamplePath},${shrunk} ${command}`;
    const text = `${JSON.stringify(of)} ${steps}\n${String(details.errorInstance)}\nto see it again: ${again}`;
    throw new Error(text, { cause: details.errorInstance });
  }
  return seen;
}

function worldOf(sale: TestSale, stock: number): World {
  return {
    sale,
    model: createModel(sale.rules, stock, sale.clock),
    random: createSeeded(1),
    buyers: Array.from({ length: 20 }, (_, i) => `buyer${i}`),
    orders: new Map(),
    voided: new Set(),
    returns: [],
    blocks: [],
    version: 1,
    adjusts: 0,
    healed: 0,
    tell: () => {},
  };
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
  const told = stateOf(await wholeLog(world));
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
