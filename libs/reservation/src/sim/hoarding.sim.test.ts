import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { SaleRules } from '../rules.ts';
import { connectTestRedis, must, openTestSale, type TestSale } from '../testing/sale.ts';

const UNITS = 1_000;
const MINUTE_MS = 60_000;
const HOLD_MS = 15 * MINUTE_MS;
/** One hour, a hold at a time. */
const STEPS = 4;
/** E-mail addresses that the squatter made up. */
const NAMES = 4_000;
/** Sent at once by the squatter; what is refused for the network ends its turn. */
const AT_ONCE = 10;

const before = { placesPerNetwork: 0, holdsBeforeWait: 0 } as const;
const after = { placesPerNetwork: 'auto', holdsBeforeWait: 2 } as const;
type Limits = Pick<SaleRules, 'placesPerNetwork' | 'holdsBeforeWait'>;

/** What one person can join from. */
const squatters = [
  { name: '1 IPv4 address', networks: names('bot', 1) },
  { name: '10 IPv4 addresses', networks: names('bot', 10) },
  { name: '100 IPv4 addresses', networks: names('bot', 100) },
  { name: 'one IPv6 /48', networks: names('home.', 200) },
];

/** Equally long, as digests are. */
function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(4, '0')}`);
}

interface Result {
  /** Units that the squatter holds once the sale is open. */
  atOpening: number;
  /** Part of all units and minutes until the end that the squatter held. */
  share: number;
  /** Units bought by the end. */
  sold: number;
}

/**
 * A squatter takes places in the lobby before all others, under names of its own; holds each unit to
 * the last moment, never pays and joins again at once. 1,200 people come from networks of their own,
 * in the first half hour, and pay as soon as they hold a unit.
 */
async function play(redis: Redis, networks: string[], limits: Limits): Promise<Result> {
  const sale = await openTestSale({
    redis,
    stock: UNITS,
    rules: { holdMs: HOLD_MS, ...limits, endsAt: 2_000_000_000_000 },
  });
  const { engine, saleId } = sale;
  const all = names('bot', NAMES);
  const out = networks.map((network, i) => {
    const own = all.filter((_, name) => name % networks.length === i);
    return { network, own: new Set(own) };
  });
  const joinFrom = async ({ network, own }: (typeof out)[number]) => {
    const free = [...own];
    for (let at = 0; at < free.length; at += AT_ONCE) {
      const some = free.slice(at, at + AT_ONCE);
      const outcomes = await Promise.all(
        some.map((buyer) => engine.join(saleId, { buyer, bearer: false, network })),
      );
      for (const [k, buyer] of some.entries()) {
        if (outcomes[k]?.kind === 'joined') {
          own.delete(buyer);
        }
      }
      if (outcomes.some((one) => one.kind === 'refused' && one.why === 'too_many_places')) {
        return;
      }
    }
  };
  const joinBots = () => Promise.all(out.map(joinFrom));
  await joinBots();
  await grantAll(sale);
  const atOpening = (await sale.snapshot()).held;
  let heldSteps = 0;
  for (let step = 0; step < STEPS; step += 1) {
    if (step < STEPS / 2) {
      const people = names(`person${step}-`, 600);
      await Promise.all(
        people.map((buyer) => engine.join(saleId, { buyer, bearer: false, network: buyer })),
      );
    }
    await payAll(sale, await grantAll(sale));
    heldSteps += (await sale.snapshot()).held;
    await sale.pass(HOLD_MS);
    for (let isMore = true; isMore; ) {
      const { expired, more } = await sale.sweep();
      for (const { buyer } of expired) {
        out[Number(buyer.slice(3)) % out.length]?.own.add(buyer);
      }
      isMore = more;
    }
    await joinBots();
  }
  const { sold } = await sale.snapshot();
  await engine.drop(saleId);
  return { atOpening, share: heldSteps / (UNITS * STEPS), sold };
}

/** Everyone who got a unit. */
async function grantAll(sale: TestSale): Promise<string[]> {
  const buyers: string[] = [];
  for (;;) {
    const outcome = await sale.grant();
    if (outcome.kind !== 'granted') {
      return buyers;
    }
    buyers.push(...outcome.holds.map((hold) => hold.buyer));
  }
}

async function payAll({ engine, saleId }: TestSale, buyers: string[]): Promise<void> {
  const people = buyers.filter((buyer) => buyer.startsWith('person'));
  const claims = await Promise.all(
    people.map((buyer) => engine.claim(saleId, { buyer, token: 'press', leaseMs: 5_000 })),
  );
  await Promise.all(
    claims.map((outcome) => {
      const claim = must(outcome);
      if (claim.kind !== 'claimed') {
        throw new Error(claim.kind);
      }
      const { hold, attempt } = claim;
      const { buyer, unit } = hold;
      return engine.settle(saleId, { buyer, unit, attempt, orderId: `order-${buyer}` });
    }),
  );
}

test('the number of own addresses limits which part of the stock a squatter gets', async () => {
  const redis = connectTestRedis();
  // Without limits it does not matter where the places are joined from.
  const open = await play(redis, names('bot', 1), before);
  const rows = [rowOf('any number of addresses', 'none', open)];
  const results: Result[] = [];
  for (const { name, networks } of squatters) {
    const limited = await play(redis, networks, after);
    results.push(limited);
    rows.push(rowOf(name, 'default', limited));
  }
  console.table(rows);
  expect(open).toEqual({ atOpening: UNITS, share: 1, sold: 0 });
  expect(results.map(({ atOpening }) => atOpening)).toEqual([20, 200, 1_000, 80]);
  const [one, ten, hundred, ipv6] = results;
  expect(one?.sold).toBeGreaterThanOrEqual(980);
  expect(ten?.sold).toBeGreaterThanOrEqual(800);
  expect(ipv6?.sold).toBeGreaterThanOrEqual(920);
  // Two thousand places are more than there are units: against this a challenge or a lottery helps.
  expect(hundred?.share).toBeGreaterThan(0.4);
}, 60_000);

function rowOf(name: string, limits: string, { atOpening, share, sold }: Result) {
  return {
    'the squatter joins from': name,
    limits,
    'units at the opening': atOpening,
    'held over one hour': `${(100 * share).toFixed(1)} %`,
    'sold to people': sold,
  };
}
