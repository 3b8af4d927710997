import { setTimeout as sleep } from 'node:timers/promises';
import type { Committer, Database, NewOrder, Sale } from '@flash/database';
import type { AuthoriseRequest, AuthoriseResult, PaymentPort } from '@flash/payment';
import type { Engine, VoidOutcome } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import { withinTime } from '@flash/shared-utils';
import type { JoinGate } from '../join-gate.ts';
import type { OrderCache } from '../order-cache.ts';
import type { Proof } from '../proof.ts';
import type { Captures } from './captures.ts';
import { type AttemptResult, type Claim, LEASE_MS, type PaymentRequest } from './claim.ts';
import type { CrashHook } from './crash-points.ts';

export interface AttemptDeps {
  engine: Pick<Engine, 'renew' | 'settle' | 'void' | 'refund'>;
  db: Pick<Database, 'orders'>;
  committer: Pick<Committer, 'commit'>;
  payment: Pick<PaymentPort, 'authorise' | 'cancel'>;
  orders: OrderCache;
  captures: Captures;
  gate: Pick<JoinGate, 'writeOrder'>;
  log: Pick<Logger, 'warn' | 'error'>;
  crash: CrashHook;
}

/**
 * authorise → commit → settle, for a hold that is claimed. Never throws, and runs to its end even
 * after the request stopped waiting for it.
 */
export async function attempt(
  deps: AttemptDeps,
  sale: Sale,
  who: Proof,
  request: PaymentRequest,
  claim: Claim,
): Promise<AttemptResult> {
  const stopRenewing = keepLease(deps, sale.id, claim);
  try {
    const paid = await authorise(deps, {
      saleId: sale.id,
      attempt: claim.attempt,
      amount: claim.hold.price,
      currency: sale.currency,
      token: request.paymentToken,
      buyer: who.buyer,
    });
    switch (paid.kind) {
      case 'authorised':
        return await deps.gate.writeOrder(() => commitOrder(deps, sale, who, request, claim));
      case 'declined':
        return await decline(deps, sale.id, claim);
      case 'unknown':
        return { kind: 'pending' };
    }
  } catch (err) {
    // Not known: the first record on the attempt decides, and the worker finishes what is missing.
    deps.log.error({ err, saleId: sale.id, attempt: claim.attempt }, 'an attempt to pay failed');
    return { kind: 'pending' };
  } finally {
    stopRenewing();
  }
}

const RENEW_EVERY_MS = 1_000;

/**
 * Keeps the claim alive for as long as this process works on it. Answers how to stop: from then on the claim
 * lapses by itself unless it was settled or voided.
 */
function keepLease({ engine, log }: AttemptDeps, saleId: string, claim: Claim): () => void {
  const { attempt, hold } = claim;
  const lease = { buyer: hold.buyer, attempt, leaseMs: LEASE_MS };
  const timer = setInterval(async () => {
    // A failed renewal is repeated; what becomes of the claim is decided by its record, not by this.
    const outcome = await bestEffort(log, 'renew a claim', engine.renew(saleId, lease));
    if (outcome?.kind === 'stale') {
      clearInterval(timer);
    }
  }, RENEW_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function decline(
  { engine, log }: AttemptDeps,
  saleId: string,
  { hold, attempt }: Claim,
): Promise<AttemptResult> {
  const declined = { buyer: hold.buyer, attempt, isDeclined: true };
  const voided = await bestEffort(log, 'void a declined claim', engine.void(saleId, declined));
  if (voided?.kind === 'freed') {
    return { kind: voided.tooManyDeclines ? 'too_many_declines' : 'expired' };
  }
  const retryAfterMs = voided?.kind === 'held' ? voided.retryAfterMs : undefined;
  return { kind: 'declined', retryAfterMs };
}

const UNKNOWN: AuthoriseResult = { kind: 'unknown' };
const ASKED_MAX = 2;
/** After this a provider counts as silent, and the attempt stays pending. */
const PATIENCE_MS = 20_000;

/**
 * Asks the provider. A lost answer is asked for once more, which is safe because the attempt names
 * the payment; what stays unknown is never called declined.
 */
async function authorise(
  { payment, log }: AttemptDeps,
  request: AuthoriseRequest,
): Promise<AuthoriseResult> {
  let result: AuthoriseResult = UNKNOWN;
  for (let asked = 0; asked < ASKED_MAX && result.kind === 'unknown'; asked += 1) {
    const asking = bestEffort(log, 'authorise a payment', payment.authorise(request), UNKNOWN);
    const inTime = await withinTime(asking, PATIENCE_MS);
    if (inTime === null) {
      return UNKNOWN;
    }
    result = inTime;
  }
  return result;
}

/** Below the lease: an order must not be on its way when the claim has lapsed. */
const COMMIT_DEADLINE_MS = 3_500;

/** Writes the order of an authorised attempt. The first record on the attempt decides, always. */
async function commitOrder(
  deps: AttemptDeps,
  sale: Sale,
  who: Proof,
  request: PaymentRequest,
  claim: Claim,
): Promise<AttemptResult> {
  const order = orderOf(sale, who, request, claim);
  const outcome = await deps.committer.commit(order, { deadlineMs: COMMIT_DEADLINE_MS });
  switch (outcome.kind) {
    case 'committed':
      deps.orders.keep(outcome.order);
      return settle(deps, sale.id, claim, outcome.order.id);
    case 'duplicate':
      return outcome.on === 'fence'
        ? readOutcome(deps, sale.id, claim)
        : ownedAlready(deps, sale.id, claim);
    case 'sold_out': {
      const ended = await voidAttempt(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'sold_out' };
    }
    case 'epoch': {
      // The sale is of another epoch or gone, and nothing there knows of this attempt: its void
      // releases the money.
      const ended = await voidAttempt(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'restoring' };
    }
    case 'unknown':
      return readOutcome(deps, sale.id, claim);
  }
}

function orderOf(sale: Sale, who: Proof, { contact }: PaymentRequest, claim: Claim): NewOrder {
  const { unit, seq, price } = claim.hold;
  return {
    saleId: sale.id,
    fence: claim.attempt,
    epoch: claim.epoch,
    buyer: who.buyer,
    unit,
    seq,
    email: who.email,
    contact,
    amount: price,
    currency: sale.currency,
  };
}

const READS_MAX = 8;
const READ_EVERY_MS = 250;

/** Not known whether the commit took place. A record says so; "not found" says nothing. */
async function readOutcome(
  deps: AttemptDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  for (let read = 0; read < READS_MAX; read += 1) {
    const reading = deps.db.orders.byFence(saleId, claim.attempt);
    const record = await bestEffort(deps.log, 'read the record of an attempt', reading);
    if (record?.kind === 'order') {
      return settle(deps, saleId, claim, record.order.id);
    }
    if (record?.kind === 'void') {
      return voidAttempt(deps, saleId, claim);
    }
    await sleep(READ_EVERY_MS);
  }
  return { kind: 'pending' };
}

/** A live order owns this buyer's one purchase, or this unit. It wins, and this attempt ends. */
async function ownedAlready(
  deps: AttemptDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  const ended = await voidAttempt(deps, saleId, claim);
  if (ended.kind === 'ordered') {
    return ended;
  }
  const own = await deps.db.orders.liveByBuyer(saleId, claim.hold.buyer);
  const owners = own ? [own] : await deps.db.orders.liveByUnits(saleId, [claim.hold.unit]);
  for (const { buyer, unit, fence, id } of owners) {
    const record = { buyer, unit, attempt: fence, orderId: id, fromRecord: true };
    const settling = deps.engine.settle(saleId, record);
    const settled = await bestEffort(deps.log, 'settle an order that exists', settling);
    if (settled?.kind !== 'settled') {
      continue;
    }
    // Refunded since it was read: the refund found nothing in Redis that it could give back.
    const order = await deps.db.orders.byId(id);
    if (!order?.live) {
      await deps.engine.refund(saleId, { buyer, unit, attempt: fence });
    }
  }
  return own ? { kind: 'ordered', orderId: own.id } : { kind: 'pending' };
}

/** The order exists and stays, even if the rest fails, and the worker finishes what is missing. */
async function settle(
  { engine, captures, log, crash }: AttemptDeps,
  saleId: string,
  { hold, attempt }: Claim,
  orderId: string,
): Promise<AttemptResult> {
  crash('C3');
  captures.add({ saleId, fence: attempt });
  const order = { buyer: hold.buyer, unit: hold.unit, attempt, orderId };
  await bestEffort(log, 'settle an order', engine.settle(saleId, order));
  crash('C4');
  return { kind: 'ordered', orderId };
}

/**
 * Ends an attempt that was authorised but must not become an order. The void record comes first: it
 * decides the attempt for good, and the worker goes on cancelling if this process dies.
 */
async function voidAttempt(
  deps: AttemptDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  const { buyer } = claim.hold;
  const key = { saleId, fence: claim.attempt };
  const writing = deps.db.orders.insertVoid({ ...key, epoch: claim.epoch, buyer });
  const record = await bestEffort(deps.log, 'write the void of an attempt', writing, null);
  if (record === null) {
    return { kind: 'pending' };
  }
  if (record.kind === 'order') {
    return { kind: 'ordered', orderId: record.order.id };
  }
  void bestEffort(deps.log, 'cancel a payment', cancelPayment(deps, saleId, claim.attempt));
  const voiding = deps.engine.void(saleId, { buyer, attempt: claim.attempt });
  return afterVoid(await bestEffort(deps.log, 'void a claim', voiding));
}

/** What a claim that ended without an order leaves of the hold. */
function afterVoid(outcome: VoidOutcome | undefined): AttemptResult {
  switch (outcome?.kind) {
    case 'held':
    // The worker voided it first; the next claim tells what is left.
    case 'stale':
      return { kind: 'held_again' };
    case 'freed':
      return { kind: 'expired' };
    default:
      return { kind: 'pending' };
  }
}

/** When it fails, the record says that a cancel is pending: the worker repeats it until the answer is final. */
async function cancelPayment(
  { db, payment }: AttemptDeps,
  saleId: string,
  attempt: number,
): Promise<void> {
  const result = await payment.cancel({ saleId, attempt });
  if (result.kind === 'cancelled') {
    await db.orders.setPayment({ saleId, fence: attempt }, 'cancel pending', 'cancelled');
  }
}
