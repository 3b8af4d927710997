import type { LogEntry } from '@flash/fairness';
import { expect } from 'vitest';
import { keysOf } from '../keys.ts';
import { epochBase } from '../rules.ts';
import { must } from '../testing/sale.ts';
import type { Joiner } from '../types.ts';
import { restoreWorld } from './new-epoch.ts';
import { stateOf, type World, wholeLog } from './world.ts';

/** One kind of step; `play` does it on both sides and answers how it ended. */
export interface Command {
  name: string;
  weight: number;
  play(world: World): Promise<string>;
}

/** What a script of a later version does: this place is ordered by another key than its seq. */
async function order(world: World): Promise<string> {
  const { sale, model, random } = world;
  const buyer = someone(world, 'waiting');
  const place = model.state.places.get(buyer);
  if (place?.phase !== 'waiting') {
    return 'does not wait';
  }
  // No two are equal, and none is the seq of a place.
  const taken = new Set([...model.state.places.values()].map((p) => 'key' in p && p.key));
  let key = 0;
  while (key === 0 || taken.has(key)) {
    key = 1_000 * random.below(4_000_000) + 500;
  }
  const keys = keysOf(sale.saleId);
  must(await sale.engine.allow(sale.saleId, 1));
  const record = `w ${place.seq} ${sale.clock.now}`;
  await sale.redis.multi().zadd(keys.line, key, buyer).hset(keys.holds, buyer, record).exec();
  place.key = key;
  return 'ordered';
}

export const buyerOf = ({ random, buyers }: World) => random.pick(buyers) ?? '';

/** Mostly a buyer in this phase, sometimes any other. */
export function someone(world: World, phase: string): string {
  const those = [...world.model.state.places].flatMap(([buyer, p]) =>
    p.phase === phase ? [buyer] : [],
  );
  return world.random.chance(0.93) ? (world.random.pick(those) ?? buyerOf(world)) : buyerOf(world);
}

function attemptOf(world: World, buyer: string): number {
  const place = world.model.state.places.get(buyer);
  const attempt = place && 'attempt' in place ? place.attempt : 0;
  return world.random.chance(0.9) ? attempt : attempt + 1;
}

const phases = ['waiting', 'held', 'claimed', 'sold', 'expired', 'left', 'removed'] as const;
const anyPhase = ({ random }: World) => random.pick(phases) ?? 'held';

/** Both sides gave the same answer, to the last field. */
export function same<T extends { kind: string }>(actual: { kind: string }, expected: T): string {
  expect(actual).toEqual(expected);
  return 'why' in expected ? `${expected.kind} ${expected.why}` : expected.kind;
}

/** The same for each command of a batch. */
function sameAll<T extends { kind: string }>(actual: { kind: string }[], expected: T[]): string {
  for (const [at, one] of expected.entries()) {
    same(actual[at] ?? { kind: 'none' }, one);
  }
  return 'done';
}

/** An address, three /64 of two /48, and callers whose network is not known. */
const networks = ['ipv4', 'wide1.a', 'wide1.b', 'wide2.a', undefined];

async function join(world: World): Promise<string> {
  const { sale, model } = world;
  const who = joinerOf(world);
  return same(await sale.engine.join(sale.saleId, who), model.join(who));
}

/** Those that come in one moment share a script call, and are served as if one had come after the other. */
async function joinTogether(world: World): Promise<string> {
  const { sale, model, random } = world;
  const tickets = new Set<number>();
  const crowd = Array.from({ length: 2 + random.below(6) }, () => {
    const { ticket, ...who } = joinerOf(world);
    // Two buyers never hold one ticket.
    const isTaken = ticket && tickets.size === tickets.add(ticket.seq).size;
    return isTaken ? who : { ...who, ticket };
  });
  const outcomes = await Promise.all(crowd.map((who) => sale.engine.join(sale.saleId, who)));
  return sameAll(
    outcomes,
    crowd.map((who) => model.join(who)),
  );
}

function joinerOf(world: World): Joiner {
  const { model, random } = world;
  const buyer = buyerOf(world);
  const bearer = random.chance(0.5);
  const { epoch } = model.state;
  const seq = random.chance(0.2)
    ? epochBase(Math.max(1, epoch - 1)) + 1 + random.below(60)
    : undefined;
  // Two buyers never hold one ticket.
  const isTaken = [...model.state.places.values()].some((place) => place.seq === seq);
  const ticket = seq === undefined || isTaken ? ticketOf(world, buyer) : { seq };
  const network = random.pick(networks);
  return { buyer, bearer, ticket, attempt: attemptTokens(world), network };
}

/** The ticket of the buyer's present place or of an earlier one, or none. */
function ticketOf({ model, random }: World, buyer: string) {
  const seq = model.state.places.get(buyer)?.seq;
  return seq && random.chance(0.2) ? { seq: Math.max(1, seq - random.below(3)) } : undefined;
}

/** Few keys, so that most of them come again; a token of one request does not. */
function attemptTokens({ model, random }: World): Joiner['attempt'] {
  const key = () => random.below(4);
  const once = `r${model.state.n}-${random.below(1_000_000)}`;
  return random.pick([
    undefined,
    { proof: once },
    { proof: `k${key()}` },
    { proof: once, name: `s${key()}` },
  ]);
}

export async function grant(world: World): Promise<string> {
  const { sale, model, random } = world;
  const batch = { token: 'drain', max: 1 + random.below(4), clearWake: true };
  const first = await sale.engine.grant(sale.saleId, batch);
  const kind = same(first, model.grant(batch.max));
  if (first.kind !== 'check_units') {
    return kind;
  }
  const checked = first.units.slice(0, 1 + random.below(first.units.length));
  const units = random.chance(0.9) ? checked : [...checked].reverse();
  const second = await sale.engine.grant(sale.saleId, { ...batch, units });
  return same(second, model.grant(batch.max, units));
}

/** Pays like the API: claim, one record that decides, settle; it may die at every step. */
async function confirm(world: World): Promise<string> {
  const { sale, model, random, orders } = world;
  const buyer = someone(world, random.chance(0.8) ? 'held' : anyPhase(world));
  const token = `token${random.below(3)}`;
  const fence = random.chance(0.1) ? epochBase(model.state.epoch) + random.below(20) : undefined;
  const claim = { buyer, token, leaseMs: 5_000, fence, seq: provedSeq(world, buyer) };
  const outcome = await sale.engine.claim(sale.saleId, claim);
  const kind = same(outcome, model.claim(claim));
  if (outcome.kind !== 'claimed' || random.chance(0.3)) {
    return kind;
  }
  const { attempt, hold } = outcome;
  // The same claim may be answered twice, but a provider never declines what it authorised before.
  if (random.chance(0.2) && !orders.has(attempt)) {
    world.voided.add(attempt);
    return `declined ${await voidAttempt(world, buyer, attempt, true)}`;
  }
  if (!orders.has(attempt) && !world.voided.has(attempt)) {
    const { unit, seq } = hold;
    orders.set(attempt, { id: `order${attempt}`, buyer, unit, fence: attempt, seq });
  }
  return random.chance(0.3) ? 'committed only' : settle(world, buyer, attempt);
}

/** A crowd presses the button in one moment, and the orders of those who held a unit are settled in another. */
async function confirmTogether(world: World): Promise<string> {
  const { sale, model, random, orders } = world;
  const claims = Array.from({ length: 2 + random.below(4) }, () => {
    const buyer = someone(world, 'held');
    const seq = provedSeq(world, buyer);
    return { buyer, token: `token${random.below(3)}`, leaseMs: 5_000, fence: undefined, seq };
  });
  const outcomes = await Promise.all(claims.map((one) => sale.engine.claim(sale.saleId, one)));
  sameAll(
    outcomes,
    claims.map((one) => model.claim(one)),
  );
  const paid = outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'claimed' || world.voided.has(outcome.attempt)) {
      return [];
    }
    const { attempt, hold } = outcome;
    const { buyer, unit, seq } = hold;
    const order = { id: `order${attempt}`, buyer, unit, fence: attempt, seq };
    orders.set(attempt, orders.get(attempt) ?? order);
    return [{ buyer, unit, attempt, orderId: order.id }];
  });
  const settled = await Promise.all(paid.map((one) => sale.engine.settle(sale.saleId, one)));
  return sameAll(
    settled,
    paid.map(({ buyer, attempt, orderId }) => model.settle(buyer, attempt, orderId)),
  );
}

async function settle(world: World, buyer: string, attempt: number): Promise<string> {
  const { sale, model, orders } = world;
  const order = orders.get(attempt);
  if (!order) {
    return 'no order';
  }
  const { id: orderId, unit } = order;
  const outcome = await sale.engine.settle(sale.saleId, { buyer, unit, attempt, orderId });
  return same(outcome, model.settle(buyer, attempt, orderId));
}

export async function voidAttempt(
  { sale, model }: World,
  buyer: string,
  attempt: number,
  isDeclined = false,
) {
  const outcome = await sale.engine.void(sale.saleId, { buyer, attempt, isDeclined });
  return same(outcome, model.void(buyer, attempt, isDeclined));
}

/** An account proves no single place; a ticket that of the present place, or of an earlier one. */
export function provedSeq({ model, random }: World, buyer: string): number | undefined {
  const seq = model.state.places.get(buyer)?.seq;
  return random.chance(0.5) || !seq ? undefined : seq - (random.chance(0.2) ? 1 : 0);
}

/** The resolver: the first record on the attempt decides what became of a lapsed claim. */
async function sweep(world: World): Promise<string> {
  const { sale, model, random, orders } = world;
  const max = 1 + random.below(4);
  const outcome = await sale.engine.sweep(sale.saleId, { max });
  const kind = same(outcome, model.sweep(max));
  if (outcome.kind !== 'swept') {
    return kind;
  }
  for (const { buyer, attempt } of outcome.lapsed) {
    if (orders.has(attempt)) {
      await settle(world, buyer, attempt);
    } else {
      world.voided.add(attempt);
      await voidAttempt(world, buyer, attempt);
    }
  }
  return `${kind}${outcome.expired.length > 0 ? ' some' : ''}${outcome.lapsed.length > 0 ? ' lapsed' : ''}`;
}

async function refund(world: World): Promise<string> {
  const { sale, model, random, orders } = world;
  const order = random.pick([...orders.values()]);
  if (order && model.state.places.get(order.buyer)?.phase === 'sold') {
    orders.delete(order.fence);
    world.returns.push(order);
  }
  const due = random.pick(world.returns);
  if (!due || random.chance(0.2)) {
    return 'recorded';
  }
  const { buyer, unit, fence: attempt } = due;
  const outcome = await sale.engine.refund(sale.saleId, { buyer, unit, attempt });
  return same(outcome, model.refund(buyer, unit, attempt));
}

async function adjust(world: World): Promise<string> {
  const { sale, model, random } = world;
  const by = (1 + random.below(4)) * (random.chance(0.5) ? 1 : -1);
  world.adjusts += random.chance(0.8) ? 1 : 0;
  const id = `change${world.adjusts}`;
  return same(await sale.engine.adjust(sale.saleId, { id, by }), model.adjust(id, by));
}

async function rules(world: World): Promise<string> {
  const { sale, model, random } = world;
  world.version += random.chance(0.9) ? 1 : 0;
  // Not open yet, or open only for those who wait for the start.
  const early = random.chance(0.12) ? 8_000 : 0;
  const next = {
    ...sale.rules,
    version: world.version,
    startsAt: early > 0 ? sale.clock.now + early : sale.rules.startsAt,
    lobbyOpensAt:
      early > 0 && random.chance(0.6) ? sale.clock.now + early : sale.rules.lobbyOpensAt,
    paused: random.chance(0.15),
    closed: random.chance(0.1),
    endsAt: sale.clock.now + (random.chance(0.1) ? -1 : 10_000_000),
    honourHoldsAfterEnd: random.chance(0.7),
    fastPassPercent: random.below(60),
    extensions: random.below(3),
    placesPerNetwork: random.pick([0, 1, 2, 4, 'auto'] as const) ?? 0,
    holdsBeforeWait: random.below(3),
    price: random.below(3),
  };
  return same(await sale.engine.rules(sale.saleId, next), model.rules(next));
}

/**
 * A new epoch, and now and then Redis is lost once more while the entries of that new epoch are stored
 * only in part: each place is what it was.
 */
export async function crash(world: World): Promise<string> {
  const how = await restoreOnce(world);
  if (world.random.chance(0.5)) {
    return how;
  }
  const before = livingPlaces(world);
  const entries = await wholeLog(world);
  const adopt = entries.findLastIndex((entry) => entry.type === 'adopt');
  await rebuild(world, entries.slice(0, adopt + 1 + world.random.below(entries.length - adopt)));
  expect(livingPlaces(world)).toEqual(before);
  return `${how} and rebuilt`;
}

/** Redis comes back as it was, or the last entries are lost and the rest is rebuilt from blocks. */
async function restoreOnce(world: World): Promise<string> {
  const { sale, random } = world;
  if (random.chance(0.5)) {
    const state = await sale.engine.readState(sale.saleId);
    if (!state) {
      throw new Error('no state');
    }
    await restoreWorld(world, state, 'adopt');
    return 'adopted';
  }
  const entries = await wholeLog(world);
  const kept = entries.slice(
    0,
    Math.max(world.model.state.storedN, entries.length - random.below(6)),
  );
  await rebuild(world, kept);
  return 'rebuilt';
}

async function rebuild(world: World, blocks: LogEntry[]): Promise<void> {
  const { sale, model } = world;
  await sale.redis.del(...(await sale.redis.keys(`fs*{${sale.saleId}}*`)));
  model.state.attempts.clear();
  world.blocks = blocks;
  await restoreWorld(world, stateOf(blocks), 'rebuild');
}

/** Who waits or holds, and with which place. */
function livingPlaces({ model }: World): [string, string, number][] {
  const living = [...model.state.places].flatMap(([buyer, { phase, seq }]) =>
    phase === 'waiting' || phase === 'held'
      ? [[buyer, phase, seq] as [string, string, number]]
      : [],
  );
  return living.sort(([, , a], [, , b]) => a - b);
}

export const saleCommands: readonly Command[] = [
  { name: 'join', weight: 26, play: join },
  { name: 'join together', weight: 5, play: joinTogether },
  { name: 'grant', weight: 14, play: grant },
  { name: 'confirm', weight: 14, play: confirm },
  { name: 'confirm together', weight: 4, play: confirmTogether },
  { name: 'sweep', weight: 8, play: sweep },
  { name: 'refund', weight: 4, play: refund },
  { name: 'adjust', weight: 4, play: adjust },
  { name: 'rules', weight: 3, play: rules },
  { name: 'order', weight: 3, play: order },
  { name: 'crash', weight: 2, play: crash },
  {
    name: 'settle',
    weight: 4,
    play: (world) => {
      const buyer = someone(world, 'claimed');
      return settle(world, buyer, attemptOf(world, buyer));
    },
  },
  {
    name: 'void',
    weight: 3,
    play: async (world) => {
      const buyer = someone(world, 'claimed');
      const attempt = attemptOf(world, buyer);
      if (world.orders.has(attempt)) {
        return 'has an order';
      }
      world.voided.add(attempt);
      return voidAttempt(world, buyer, attempt);
    },
  },
  {
    name: 'renew',
    weight: 3,
    play: async (world) => {
      const buyer = someone(world, 'claimed');
      const attempt = attemptOf(world, buyer);
      const lease = { buyer, attempt, leaseMs: 30_000 };
      const outcome = await world.sale.engine.renew(world.sale.saleId, lease);
      return same(outcome, world.model.renew(buyer, attempt, 30_000));
    },
  },
  {
    name: 'extend',
    weight: 8,
    play: async (world) => {
      const buyer = someone(world, world.random.chance(0.7) ? 'held' : anyPhase(world));
      const place = world.model.state.places.get(buyer);
      const own = place && 'fence' in place ? place.fence : 1;
      const fence = world.random.chance(0.7) ? undefined : own + world.random.below(2);
      const who = { buyer, seq: provedSeq(world, buyer), fence };
      const outcome = await world.sale.engine.extend(world.sale.saleId, who);
      return same(outcome, world.model.extend(who));
    },
  },
  {
    name: 'leave',
    weight: 6,
    play: async (world) => {
      const buyer = someone(world, anyPhase(world));
      const who = { buyer, seq: provedSeq(world, buyer) };
      const outcome = await world.sale.engine.leave(world.sale.saleId, who);
      return same(outcome, world.model.leave(who));
    },
  },
  ...(['release', 'remove'] as const).map((how) => ({
    name: how,
    weight: 2,
    play: async (world: World) => {
      const buyer = someone(world, world.random.chance(0.4) ? 'held' : anyPhase(world));
      const outcome = await world.sale.engine[how](world.sale.saleId, { buyer });
      return same(outcome, world.model.takeAway(buyer, how));
    },
  })),
  {
    name: 'shift',
    weight: 2,
    play: async (world) => {
      const { sale, model, random } = world;
      const byMs = 1 + random.below(60_000);
      const onceSince = random.chance(0.5) ? undefined : sale.clock.now - random.below(200_000);
      const shift = async () =>
        same(
          await sale.engine.shift(sale.saleId, { byMs, onceSince }),
          model.shift(byMs, onceSince),
        );
      const kind = await shift();
      return onceSince !== undefined && random.chance(0.5) ? shift() : kind;
    },
  },
];
