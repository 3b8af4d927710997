import { expect } from 'vitest';
import { createCaller } from '../call/call.ts';
import type { Hold } from '../outcomes.ts';
import type { SaleRules } from '../rules.ts';
import type { Joiner } from '../types.ts';
import {
  buyerOf,
  type Command,
  crash,
  grant,
  provedSeq,
  same,
  someone,
  voidAttempt,
} from './commands.ts';
import { aside, disturbed } from './disturbed.ts';
import type { World } from './world.ts';

/** One payment after the other is declined, until the buyer has to wait or the hold is over. */
async function declines(world: World): Promise<string> {
  const { sale, model, random } = world;
  const buyer = someone(world, 'held');
  for (let i = 0; i < 6; i++) {
    const claim = {
      buyer,
      token: `again${random.below(1e9)}`,
      leaseMs: 5_000,
      seq: provedSeq(world, buyer),
    };
    const outcome = await sale.engine.claim(sale.saleId, claim);
    const kind = same(outcome, model.claim(claim));
    if (outcome.kind !== 'claimed' || !outcome.fresh) {
      return `${kind} after ${i}`;
    }
    world.voided.add(outcome.attempt);
    await voidAttempt(world, buyer, outcome.attempt, true);
  }
  return 'six';
}

/** An order whose claim Redis has lost: the record of MongoDB wins. */
async function heal(world: World): Promise<string> {
  const { sale, model, random, orders } = world;
  const buyer = random.chance(0.5) ? buyerOf(world) : someone(world, 'held');
  const { units, stock } = model.state;
  const place = model.state.places.get(buyer);
  const own = place && 'unit' in place ? [place.unit] : [];
  const free = Array.from({ length: 2 * stock }, (_, i) => i + 1).filter(units.isFree);
  const unit = random.pick(random.chance(0.5) ? free : own) ?? random.pick([...free, ...own]);
  const isBought = [...orders.values()].some((order) => order.buyer === buyer);
  if (unit === undefined || (isBought && place?.phase !== 'sold')) {
    return 'no unit';
  }
  const repeated = place?.phase === 'sold' && random.chance(0.5) ? place.attempt : undefined;
  world.healed += 1;
  const attempt = repeated ?? 1_000 + world.healed;
  const order = { buyer, unit, attempt, orderId: `healed${world.healed}` };
  const outcome = await sale.engine.settle(sale.saleId, { ...order, fromRecord: true });
  const kind = same(outcome, model.heal(order));
  if (outcome.kind === 'settled') {
    const seq = place?.phase === 'held' || place?.phase === 'waiting' ? place.seq : 0;
    orders.set(attempt, { id: order.orderId, buyer, unit, fence: attempt, seq });
  }
  return kind;
}

/** Between its claim and its order a buyer can do nothing else, and the unit cannot be taken away. */
async function paying(world: World): Promise<string> {
  const { sale, model, random } = world;
  const { engine, saleId } = sale;
  const buyer = someone(world, 'held');
  const claim = { buyer, token: `pay${random.below(1e9)}`, leaseMs: 5_000 };
  const outcome = await engine.claim(saleId, claim);
  const kind = same(outcome, model.claim(claim));
  if (outcome.kind !== 'claimed') {
    return kind;
  }
  const { attempt, hold } = outcome;
  const lease = { buyer, attempt, leaseMs: 9_000 };
  same(await engine.renew(saleId, lease), model.renew(buyer, attempt, lease.leaseMs));
  await tryOthers(world, buyer);
  const other = { buyer, unit: hold.unit, attempt: attempt + 1, orderId: 'other' };
  same(await engine.settle(saleId, { ...other, fromRecord: true }), model.heal(other));
  if (random.chance(0.3)) {
    sale.clock.now += 150_000;
    world.voided.add(attempt);
    return voidAttempt(world, buyer, attempt);
  }
  await order(world, hold, attempt);
  await healAgain(world, hold, attempt);
  await tryOthers(world, buyer);
  return 'sold';
}

async function order(world: World, { buyer, unit, seq }: Hold, attempt: number): Promise<void> {
  const { sale, model, orders } = world;
  const orderId = `order${attempt}`;
  orders.set(attempt, { id: orderId, buyer, unit, fence: attempt, seq });
  const settled = await sale.engine.settle(sale.saleId, { buyer, unit, attempt, orderId });
  same(settled, model.settle(buyer, attempt, orderId));
}

/** The record of an order that Redis knows already: the engine, which settles first, would not come so far. */
async function healAgain({ sale }: World, { buyer, unit }: Hold, attempt: number): Promise<void> {
  const call = createCaller(sale.redis, () => sale.clock.now);
  const answer = await call('heal', sale.saleId, [buyer, unit, attempt, `order${attempt}`]);
  expect(answer.kind === 'unavailable' ? answer.why : answer.number()).toBe(2);
}

/** What a buyer, or the team, may try with a unit that is being paid for or sold. */
async function tryOthers({ sale, model }: World, buyer: string): Promise<void> {
  const { engine, saleId } = sale;
  same(await engine.extend(saleId, { buyer }), model.extend({ buyer }));
  same(await engine.leave(saleId, { buyer }), model.leave({ buyer }));
  for (const how of ['release', 'remove'] as const) {
    same(await engine[how](saleId, { buyer }), model.takeAway(buyer, how));
  }
}

async function joinAs({ sale, model }: World, who: Joiner): Promise<string> {
  return same(await sale.engine.join(sale.saleId, who), model.join(who));
}

/** A buyer without a living place; one who lost a hold, if `hasLost` asks for it. */
function newcomer({ model, buyers, random }: World, hasLost = false): string | undefined {
  const { places, lost } = model.state;
  const isFree = (buyer: string) =>
    ['none', 'left', 'expired'].includes(places.get(buyer)?.phase ?? 'none');
  return random.pick(buyers.filter((buyer) => isFree(buyer) && (!hasLost || lost.has(buyer))));
}

/** A request that comes again finds its place, and is told when that one is gone and another was taken since. */
async function repeatedJoins(world: World): Promise<string> {
  const { sale, model, random } = world;
  const buyer = newcomer(world);
  if (!buyer) {
    return 'no newcomer';
  }
  const key = `${model.state.n}x${random.below(1e6)}`;
  const first = { buyer, bearer: false, attempt: { proof: `k${key}` } };
  const kind = await joinAs(world, first);
  if (kind !== 'joined') {
    return kind;
  }
  await joinAs(world, first);
  same(await sale.engine.leave(sale.saleId, { buyer }), model.leave({ buyer }));
  await joinAs(world, { ...first, attempt: { proof: `ra${key}`, name: `s${key}` } });
  await joinAs(world, { ...first, attempt: { proof: `rb${key}`, name: `s${key}` } });
  return joinAs(world, first);
}

/** Whose hold ran out has to wait before the next place. */
async function rejoin(world: World): Promise<string> {
  const buyer = newcomer(world, true);
  return buyer ? joinAs(world, { buyer, bearer: false }) : 'no newcomer';
}

/** The sale ends for its holders, or is moved to a later time, and is then as it was. */
async function interrupt(world: World): Promise<string> {
  const { sale, model, random } = world;
  const before = model.state.rules;
  async function change(changes: Partial<SaleRules>): Promise<void> {
    world.version += 1;
    const next = { ...before, ...changes, version: world.version };
    same(await sale.engine.rules(sale.saleId, next), model.rules(next));
  }
  let kind: string;
  if (random.chance(0.5)) {
    await change({ closed: true, honourHoldsAfterEnd: false });
    const claim = { buyer: someone(world, 'held'), token: 'late', leaseMs: 5_000 };
    kind = same(await sale.engine.claim(sale.saleId, claim), model.claim(claim));
  } else {
    const at = sale.clock.now + 8_000;
    await change({ startsAt: at, lobbyOpensAt: at, closed: false });
    kind = await joinAs(world, { buyer: newcomer(world) ?? buyerOf(world), bearer: false });
  }
  await change({});
  return kind;
}

/** Right after a new epoch has begun, a newcomer waits for those with older places. */
async function newEpoch(world: World): Promise<string> {
  const how = await crash(world);
  const buyer = newcomer(world);
  if (buyer) {
    await joinAs(world, { buyer, bearer: false });
  }
  return `${how} ${await grant(world)}`;
}

/** What happens seldom, so that each outcome of each script is met. */
export const rareCommands: readonly Command[] = [
  { name: 'declines', weight: 2, play: declines },
  { name: 'heal', weight: 2, play: heal },
  { name: 'paying', weight: 3, play: paying },
  { name: 'repeated joins', weight: 3, play: repeatedJoins },
  { name: 'rejoin', weight: 4, play: rejoin },
  { name: 'interrupt', weight: 3, play: interrupt },
  { name: 'new epoch', weight: 2, play: newEpoch },
  { name: 'aside', weight: 2, play: aside },
  { name: 'disturbed', weight: 4, play: disturbed },
];
