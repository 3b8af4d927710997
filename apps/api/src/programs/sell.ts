import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sale } from '@flash/database';
import type { Deps } from '../app/deps.ts';
import { guestBuyer } from '../app/services/shared/buyer-digests.ts';

const LEASE_MS = 10_000;
const LOCK_MS = 10_000;
const SERVED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 20;

/** So many buy at once: their orders share a transaction. */
const AT_ONCE = 25;

/** Sells `count` units the way buyers do, so that both stores agree. */
export async function sell(deps: Deps, sale: Sale, count: number): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, count - from + 1) }, (_, index) => {
      const email = `buyer-${from + index}@demo.flash.test`;
      return { email, buyer: guestBuyer(sale, email) };
    }).filter((person): person is Person => person.buyer !== null);
    const buyers = people.map(({ buyer }) => buyer);
    await Promise.all(buyers.map((buyer) => deps.engine.join(sale.id, { buyer, bearer: false })));
    await untilHeld(deps, sale.id, buyers);
    await Promise.all(people.map((person) => buy(deps, sale, person)));
  }
}

interface Person {
  buyer: string;
  email: string;
}

/** A worker may be serving the same line already: the process with the lock grants the units. */
async function untilHeld(deps: Deps, saleId: string, buyers: readonly string[]): Promise<void> {
  const deadline = performance.now() + SERVED_WITHIN_MS;
  while (performance.now() < deadline) {
    await grantSome(deps, saleId);
    const seen = await deps.engine.position(saleId, buyers);
    if (seen.kind === 'positions' && seen.places.every(({ state }) => state === 'held')) {
      return;
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Error('demo: not all buyers were served in time');
}

/** The last units of a sale are named by the engine and handed in again; here are no other buyers. */
async function grantSome({ engine }: Deps, saleId: string): Promise<void> {
  const token = randomBytes(8).toString('hex');
  if (!(await engine.lock(saleId, token, LOCK_MS))) {
    return;
  }
  const batch = { token, max: AT_ONCE, clearWake: true };
  const outcome = await engine.grant(saleId, batch);
  if (outcome.kind === 'check_units') {
    await engine.grant(saleId, { ...batch, units: outcome.units });
  }
  await engine.unlock(saleId, token);
}

async function buy(deps: Deps, sale: Sale, { buyer, email }: Person): Promise<void> {
  const { engine, payment, committer } = deps;
  const token = randomBytes(8).toString('hex');
  const claim = await engine.claim(sale.id, { buyer, token, leaseMs: LEASE_MS });
  if (claim.kind !== 'claimed') {
    throw new Error(`demo: claim answered ${claim.kind}`);
  }
  const { attempt, hold, epoch } = claim;
  const { unit, seq, price: amount } = hold;
  const money = { amount, currency: sale.currency };
  await payment.authorise({ saleId: sale.id, attempt, ...money, token: 'ok', buyer });
  const outcome = await committer.commit({
    saleId: sale.id,
    fence: attempt,
    epoch,
    buyer,
    unit,
    seq,
    email,
    contact: null,
    ...money,
  });
  if (outcome.kind !== 'committed') {
    throw new Error(`demo: commit answered ${outcome.kind}`);
  }
  await engine.settle(sale.id, { buyer, unit, attempt, orderId: outcome.order.id });
}
