import { setTimeout as sleep } from 'node:timers/promises';
import type { Committer, Database, NewOrder, Sale } from '@flash/database';
import type { AuthoriseRequest, AuthoriseResult, PaymentPort } from '@flash/payment';
import type { Engine, VoidOutcome } from '@flash/reservation';
import { withinTime } from '../base/within-time.ts';
import type { Captures } from './captures.ts';
import type { AttemptResult, Claim, Wish } from './claim.ts';
import type { CrashHook } from './crash-points.ts';
import type { OrdersRead } from './orders-read.ts';
import type { Proof } from './proof.ts';

export interface AttemptDeps extends CommitDeps {
  engine: Pick<Engine, 'renew' | 'settle' | 'void' | 'refund'>;
  payment: PaymentPort;
}

/**
 * authorise → commit → settle, for a hold that is claimed. Never throws, and runs to its end even
 * when nobody waits for it any more.
 */
export async function attempt(
  deps: AttemptDeps,
  sale: Sale,
  who: Proof,
  wish: Wish,
  claim: Claim,
): Promise<AttemptResult> {
  const lease = keepLease(deps.engine, sale.id, { buyer: who.buyer, attempt: claim.attempt });
  try {
    const paid = await authorise(deps.payment, {
      saleId: sale.id,
      attempt: claim.attempt,
      amount: claim.hold.price,
      currency: sale.currency,
      token: wish.paymentToken,
      buyer: who.buyer,
    });
    switch (paid.kind) {
      case 'authorised':
        return await commitOrder(deps, sale, who, wish, claim);
      case 'declined':
        return await decline(deps, sale.id, claim);
      case 'unknown':
        return { kind: 'pending' };
    }
  } catch {
    return { kind: 'pending' };
  } finally {
    lease.stop();
  }
}

async function decline(
  { engine }: AttemptDeps,
  saleId: string,
  { hold, attempt }: Claim,
): Promise<AttemptResult> {
  const declined = { buyer: hold.buyer, attempt, isDeclined: true };
  const voided = await engine.void(saleId, declined).catch(() => null);
  if (voided?.kind === 'freed') {
    return { kind: voided.tooManyDeclines ? 'too_many_declines' : 'expired' };
  }
  const retryAfterMs = voided?.kind === 'held' ? voided.retryAfterMs : undefined;
  return { kind: 'declined', retryAfterMs };
}

const ASKED_MAX = 2;
/** A provider that takes longer than this is taken for silent; the claim is then given up. */
const PATIENCE_MS = 20_000;

/**
 * Asks the provider. A lost answer is asked for once more, which is safe because the attempt names
 * the payment; what stays unknown is never called declined.
 */
async function authorise(
  payment: Pick<PaymentPort, 'authorise'>,
  request: AuthoriseRequest,
): Promise<AuthoriseResult> {
  let result: AuthoriseResult = { kind: 'unknown' };
  for (let asked = 0; asked < ASKED_MAX && result.kind === 'unknown'; asked += 1) {
    const answer = payment.authorise(request).catch((): AuthoriseResult => ({ kind: 'unknown' }));
    const inTime = await withinTime(answer, PATIENCE_MS);
    if (inTime === null) {
      return { kind: 'unknown' };
    }
    result = inTime;
  }
  return result;
}

interface CommitDeps extends DecideDeps {
  committer: Pick<Committer, 'commit'>;
}

/** Below the lease: an order must not be on its way when the claim has lapsed. */
const COMMIT_DEADLINE_MS = 3_500;

/** Writes the order of an authorised attempt. The first record on the attempt decides, always. */
async function commitOrder(
  deps: CommitDeps,
  sale: Sale,
  who: Proof,
  wish: Wish,
  claim: Claim,
): Promise<AttemptResult> {
  const order = orderOf(sale, who, wish, claim);
  const outcome = await deps.committer.commit(order, { deadlineMs: COMMIT_DEADLINE_MS });
  switch (outcome.kind) {
    case 'committed':
      deps.orders.keep(outcome.order);
      return settle(deps, sale.id, claim, outcome.order.id);
    case 'duplicate':
      return outcome.on === 'fence'
        ? readRecord(deps, sale.id, claim)
        : ownedAlready(deps, sale.id, claim);
    case 'sold_out': {
      const ended = await giveUp(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'sold_out' };
    }
    case 'epoch': {
      // The sale is of another epoch or gone, and nothing there knows of this attempt any more: its
      // void lets the money go.
      const ended = await giveUp(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'restoring' };
    }
    case 'unknown':
      return readRecord(deps, sale.id, claim);
  }
}

function orderOf(sale: Sale, who: Proof, { contact }: Wish, claim: Claim): NewOrder {
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

interface DecideDeps extends GiveUpDeps, SettleDeps {
  engine: GiveUpDeps['engine'] & SettleDeps['engine'] & Pick<Engine, 'refund'>;
  db: Pick<Database, 'orders'>;
  orders: OrdersRead;
}

const LOOKS = 8;
const LOOK_EVERY_MS = 250;

/** Not known whether the commit took place. A record says so; "not found" says nothing. */
async function readRecord(deps: DecideDeps, saleId: string, claim: Claim): Promise<AttemptResult> {
  for (let look = 0; look < LOOKS; look += 1) {
    const record = await deps.db.orders.byFence(saleId, claim.attempt).catch(() => null);
    if (record?.kind === 'order') {
      return settle(deps, saleId, claim, record.order.id);
    }
    if (record?.kind === 'void') {
      return giveUp(deps, saleId, claim);
    }
    await sleep(LOOK_EVERY_MS);
  }
  return { kind: 'pending' };
}

/** A live order owns this buyer's one purchase, or this unit. It wins, and this attempt ends. */
async function ownedAlready(
  deps: DecideDeps,
  saleId: string,
  claim: Claim,
): Promise<AttemptResult> {
  const ended = await giveUp(deps, saleId, claim);
  if (ended.kind === 'ordered') {
    return ended;
  }
  const own = await deps.db.orders.liveByBuyer(saleId, claim.hold.buyer);
  const owners = own ? [own] : await deps.db.orders.liveByUnits(saleId, [claim.hold.unit]);
  for (const { buyer, unit, fence, id } of owners) {
    const record = { buyer, unit, attempt: fence, orderId: id, fromRecord: true };
    const settled = await deps.engine.settle(saleId, record).catch(() => null);
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

interface SettleDeps {
  engine: Pick<Engine, 'settle'>;
  captures: Captures;
  crash: CrashHook;
}

/** The order exists: whatever fails from here on, it stays, and the worker finishes what is missing. */
async function settle(
  { engine, captures, crash }: SettleDeps,
  saleId: string,
  { hold, attempt }: Claim,
  orderId: string,
): Promise<AttemptResult> {
  crash('C3');
  captures.add({ saleId, fence: attempt });
  const order = { buyer: hold.buyer, unit: hold.unit, attempt, orderId };
  await engine.settle(saleId, order).catch(() => undefined);
  crash('C4');
  return { kind: 'ordered', orderId };
}

interface GiveUpDeps {
  engine: Pick<Engine, 'void'>;
  db: { orders: Pick<Database['orders'], 'insertVoid' | 'setPayment'> };
  payment: Pick<PaymentPort, 'cancel'>;
}

/**
 * Ends an attempt that was authorised but must not become an order. The void record comes first: it
 * decides the attempt for good, and whoever finds it goes on cancelling if this process dies.
 */
async function giveUp(deps: GiveUpDeps, saleId: string, claim: Claim): Promise<AttemptResult> {
  const { buyer } = claim.hold;
  const key = { saleId, fence: claim.attempt };
  const record = await deps.db.orders
    .insertVoid({ ...key, epoch: claim.epoch, buyer })
    .catch(() => null);
  if (record === null) {
    return { kind: 'pending' };
  }
  if (record.kind === 'order') {
    return { kind: 'ordered', orderId: record.order.id };
  }
  void cancel(deps, saleId, claim.attempt);
  return afterVoid(
    await deps.engine.void(saleId, { buyer, attempt: claim.attempt }).catch(() => null),
  );
}

/** What a claim that ended without an order leaves of the hold. */
function afterVoid(outcome: VoidOutcome | null): AttemptResult {
  switch (outcome?.kind) {
    case 'held':
    // Somebody else voided it first; the next claim tells what is left.
    case 'stale':
      return { kind: 'held_again' };
    case 'freed':
      return { kind: 'expired' };
    default:
      return { kind: 'pending' };
  }
}

async function cancel({ db, payment }: GiveUpDeps, saleId: string, attempt: number): Promise<void> {
  try {
    const result = await payment.cancel({ saleId, attempt });
    if (result.kind === 'cancelled') {
      await db.orders.setPayment({ saleId, fence: attempt }, 'cancel pending', 'cancelled');
    }
  } catch {
    // The record says that a cancel is pending; the worker repeats it until the answer is final.
  }
}

/** Short, so that a dead process soon frees its claims. */
export const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 1_000;

interface Lease {
  /** From now on the claim lapses by itself unless it was settled or voided. */
  stop(): void;
}

/** Keeps a claim alive for as long as this process works on it. */
function keepLease(
  engine: Pick<Engine, 'renew'>,
  saleId: string,
  claim: { buyer: string; attempt: number },
): Lease {
  const timer = setInterval(() => {
    engine
      .renew(saleId, { ...claim, leaseMs: LEASE_MS })
      .then((outcome) => outcome.kind === 'stale' && clearInterval(timer))
      // The next turn tries again; what becomes of the claim is decided by its record, not by this.
      .catch(() => undefined);
  }, RENEW_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
