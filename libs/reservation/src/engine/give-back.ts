import { type Caller, newCommandToken } from '../call/call.ts';
import { named, toNumber } from '../call/reply.ts';
import { checkId } from '../keys.ts';
import { decodeEntry } from '../log.ts';
import type {
  AdminOutcome,
  LapsedClaim,
  LeaveOutcome,
  RefundOutcome,
  SweepOutcome,
} from '../outcomes.ts';

const leaveRefusals = { 3: 'nothing', 4: 'claimed' } as const;
const adminRefusals = { 2: 'nothing', 3: 'claimed', 4: 'sold', 5: 'waiting' } as const;

export function createLeave(call: Caller) {
  return async (
    saleId: string,
    { buyer, seq, token = newCommandToken() }: { buyer: string; seq?: number; token?: string },
  ): Promise<LeaveOutcome> => {
    const args = [checkId('buyer', buyer), checkId('token', token), seq ?? ''];
    const r = await call('leave', saleId, args);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    if (code === 5) {
      return { kind: 'refused', why: 'sold', orderId: r.text(), epoch };
    }
    if (code > 2) {
      return { kind: 'refused', why: named(leaveRefusals, code), epoch };
    }
    const gave = code === 1 ? 'place' : 'hold';
    return { kind: 'left', gave, epoch, n: r.number(), now: r.number() };
  };
}

export function createTakeAway(call: Caller, script: 'release' | 'remove') {
  return async (
    saleId: string,
    { buyer, token = newCommandToken() }: { buyer: string; token?: string },
  ): Promise<AdminOutcome> => {
    const r = await call(script, saleId, [checkId('buyer', buyer), checkId('token', token)]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    return code === 1
      ? { kind: 'done', epoch, n: r.number() }
      : { kind: 'refused', why: named(adminRefusals, code), epoch };
  };
}

export function createRefund(call: Caller) {
  return async (
    saleId: string,
    { buyer, unit, attempt }: { buyer: string; unit: number; attempt: number },
  ): Promise<RefundOutcome> => {
    const r = await call('refund', saleId, [checkId('buyer', buyer), unit, attempt]);
    if (r.kind === 'unavailable') {
      return r;
    }
    return { kind: r.number() === 1 ? 'returned' : 'already', epoch: r.number(), n: r.number() };
  };
}

export function createSweep(call: Caller) {
  return async (
    saleId: string,
    { max, latestNow }: { max: number; latestNow?: number },
  ): Promise<SweepOutcome> => {
    const r = await call('sweep', saleId, [max, latestNow ?? '']);
    if (r.kind === 'unavailable') {
      return r;
    }
    const epoch = r.number();
    const now = r.number();
    const n = r.number();
    return {
      kind: 'swept',
      epoch,
      now,
      nextExpiryAt: r.numberOrNull(),
      more: r.number() === 1,
      expired: expiredHolds(n, r.text(), r.text()),
      lapsed: r.texts().map(lapsedClaim),
    };
  };
}

function expiredHolds(n: number, text: string, seqs: string) {
  const entry = text === '' ? null : decodeEntry(n, text);
  if (entry?.type !== 'expire') {
    return [];
  }
  const places = seqs.split(' ');
  return entry.holds.map((hold, i) => ({ ...hold, seq: toNumber(places[i]) }));
}

function lapsedClaim(text: string): LapsedClaim {
  const [buyer = '', ...numbers] = text.split(' ');
  const at = (i: number) => toNumber(numbers[i]);
  return { buyer, seq: at(0), unit: at(1), fence: at(2), attempt: at(3), leaseUntil: at(4) };
}
