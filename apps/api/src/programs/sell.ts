import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sale } from '@flash/database';
import type { Deps } from '../app/deps.ts';
import { guestBuyer } from '../app/services/shared/buyer-digests.ts';

const LEASE_MS = 10_000;
const LOCK_MS = 10_000;
const SERVED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 20;

/** Sells `count` units the way buyers do, one after the other, so that both stores agree. */
export async function sell(deps: Deps, sale: Sale, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) {
    const email = `buyer-${i}@demo.flash.test`;
    const buyer = guestBuyer(sale, email);
    if (buyer === null) {
      return;
    }
    await deps.engine.join(sale.id, { buyer, bearer: false });
    await untilHeld(deps, sale.id, buyer);
    await buy(deps, sale, buyer, email);
  }
}

/** A worker may be serving the same line already: the process with the lock grants the unit. */
async function untilHeld(deps: Deps, saleId: string, buyer: string): Promise<void> {
  const deadline = performance.now() + SERVED_WITHIN_MS;
  while (performance.now() < deadline) {
    await grantOne(deps, saleId);
    const seen = await deps.engine.position(saleId, [buyer]);
    if (seen.kind === 'positions' && seen.places[0]?.state === 'held') {
      return;
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Error('demo: no buyer was served in time');
}

/** The last units of a sale are named by the engine and handed in again; here are no other buyers. */
async function grantOne({ engine }: Deps, saleId: string): Promise<void> {
  const token = randomBytes(8).toString('hex');
  if (!(await engine.lock(saleId, token, LOCK_MS))) {
    return;
  }
  const batch = { token, max: 1, clearWake: true };
  const outcome = await engine.grant(saleId, batch);
  if (outcome.kind === 'check_units') {
    await engine.grant(saleId, { ...batch, units: outcome.units });
  }
  await engine.unlock(saleId, token);
}

async function buy(deps: Deps, sale: Sale, buyer: string, email: string): Promise<void> {
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
