import { createBatch } from '../call/batch.ts';
import { type Caller, newCommandToken } from '../call/call.ts';
import { named, parseHold, type Reader } from '../call/reply.ts';
import { checkId, checkNumber } from '../keys.ts';
import type {
  ClaimOutcome,
  ExtendOutcome,
  RenewOutcome,
  SettleOutcome,
  ShiftOutcome,
  Unavailable,
  VoidOutcome,
} from '../outcomes.ts';
import { declineRules } from '../rules.ts';

const claimRefusals = { 4: 'no_hold', 5: 'expired', 6: 'ended', 7: 'wrong_fence' } as const;

export function createClaim(call: Caller) {
  const batch = createBatch(call, 'claim');

  return async (
    saleId: string,
    who: { buyer: string; token: string; leaseMs: number; fence?: number; seq?: number },
  ): Promise<ClaimOutcome> => {
    const { buyer, token, leaseMs, fence, seq } = who;
    const r = await batch(saleId, [
      checkId('buyer', buyer),
      checkId('token', token),
      checkNumber('lease', leaseMs, 1),
      fence === undefined ? '' : checkNumber('fence', fence),
      seq === undefined ? '' : checkNumber('seq', seq),
    ]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    const now = r.number();
    if (code === 1) {
      const hold = parseHold(buyer, r.text().split(' '));
      const claim = { hold, attempt: r.number(), leaseUntil: r.number() };
      return { kind: 'claimed', ...claim, epoch, now, fresh: r.number() === 1 };
    }
    if (code === 2) {
      return { kind: 'in_progress', attempt: r.number(), leaseUntil: r.number(), epoch, now };
    }
    if (code === 3) {
      return { kind: 'sold', unit: r.number(), fence: r.number(), orderId: r.text(), epoch };
    }
    if (code === 8) {
      return { kind: 'wait', retryAt: r.number(), epoch, now };
    }
    return { kind: 'refused', why: named(claimRefusals, code), epoch, now };
  };
}

export function createRenew(call: Caller) {
  return async (
    saleId: string,
    claim: { buyer: string; attempt: number; leaseMs: number },
  ): Promise<RenewOutcome> => {
    const args = [checkId('buyer', claim.buyer), claim.attempt, claim.leaseMs];
    const r = await call('renew', saleId, args);
    if (r.kind === 'unavailable') {
      return r;
    }
    return r.number() === 1 ? { kind: 'renewed', leaseUntil: r.number() } : { kind: 'stale' };
  };
}

const extendRefusals = {
  2: 'no_hold',
  3: 'expired',
  4: 'none_left',
  5: 'claimed',
  6: 'wrong_fence',
} as const;

export function createExtend(call: Caller) {
  return async (
    saleId: string,
    {
      buyer,
      fence,
      seq,
      token = newCommandToken(),
    }: { buyer: string; fence?: number; seq?: number; token?: string },
  ): Promise<ExtendOutcome> => {
    const r = await call('extend', saleId, [
      checkId('buyer', buyer),
      fence ?? '',
      checkId('token', token),
      seq ?? '',
    ]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    const now = r.number();
    if (code === 1) {
      return { kind: 'extended', hold: parseHold(buyer, r.text().split(' ')), epoch, now };
    }
    return { kind: 'refused', why: named(extendRefusals, code), epoch };
  };
}

export function createSettle(call: Caller) {
  const batch = createBatch(call, 'settle');

  return async (
    saleId: string,
    order: { buyer: string; unit: number; attempt: number; orderId: string; fromRecord?: boolean },
  ): Promise<SettleOutcome> => {
    const { buyer, unit, attempt, orderId } = order;
    const args = [
      checkId('buyer', buyer),
      checkNumber('unit', unit, 1),
      checkNumber('attempt', attempt),
      checkId('order', orderId),
    ];
    const settled = outcomeOf(await batch(saleId, args));
    return settled.kind === 'stale' && order.fromRecord
      ? outcomeOf(await call('heal', saleId, args))
      : settled;
  };
}

function outcomeOf(r: Reader | Unavailable): SettleOutcome {
  if (r.kind === 'unavailable') {
    return r;
  }
  const code = r.number();
  const epoch = r.number();
  if (code === 3) {
    return { kind: 'stale', epoch };
  }
  return { kind: code === 1 ? 'settled' : 'already', epoch, n: r.number() };
}

export function createVoid(call: Caller) {
  return async (
    saleId: string,
    { buyer, attempt, isDeclined }: { buyer: string; attempt: number; isDeclined?: boolean },
  ): Promise<VoidOutcome> => {
    const { waitFrom, endAt, waitMs } = declineRules;
    const declined = isDeclined ? [waitFrom, endAt, waitMs] : ['', '', ''];
    const r = await call('void', saleId, [checkId('buyer', buyer), attempt, ...declined]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    if (code === 1) {
      const hold = parseHold(buyer, r.text().split(' '));
      const retryAfterMs = r.number();
      return { kind: 'held', hold, ...(retryAfterMs > 0 && { retryAfterMs }), epoch };
    }
    if (code === 2) {
      const unit = r.number();
      const tooManyDeclines = r.number() === 1;
      return { kind: 'freed', unit, ...(tooManyDeclines && { tooManyDeclines }), epoch };
    }
    return { kind: 'stale', epoch };
  };
}

/** Moves the ends of all holds, after a time in which no buyer could confirm. */
export function createShift(call: Caller) {
  return async (
    saleId: string,
    opts: { byMs: number; onceSince?: number; token?: string },
  ): Promise<ShiftOutcome> => {
    const { byMs, onceSince, token = newCommandToken() } = opts;
    const args = [byMs, onceSince ?? '', checkId('token', token)];
    const r = await call('shift', saleId, args);
    if (r.kind === 'unavailable') {
      return r;
    }
    const epoch = r.number();
    const n = r.number();
    return { kind: r.number() === 1 ? 'shifted' : 'already', epoch, n };
  };
}
