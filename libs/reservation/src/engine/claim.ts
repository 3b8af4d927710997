import type { Caller } from '../call.ts';
import { checkId } from '../keys.ts';
import type {
  ClaimOutcome,
  ExtendOutcome,
  RenewOutcome,
  SettleOutcome,
  VoidOutcome,
} from '../outcomes.ts';
import { parseHold } from '../place.ts';

const claimRefusals = { 4: 'no_hold', 5: 'expired', 6: 'ended', 7: 'wrong_fence' } as const;

export function createClaim(call: Caller) {
  return async (
    saleId: string,
    who: { buyer: string; token: string; leaseMs: number; fence?: number },
  ): Promise<ClaimOutcome> => {
    const { buyer, token, leaseMs, fence } = who;
    const args = [checkId('buyer', buyer), checkId('token', token), leaseMs, fence ?? ''];
    const r = await call('claim', saleId, args);
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
    return { kind: 'refused', why: claimRefusals[code as keyof typeof claimRefusals], epoch, now };
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

export function createSettle(call: Caller) {
  return async (
    saleId: string,
    order: { buyer: string; unit: number; attempt: number; orderId: string; fromRecord?: boolean },
  ): Promise<SettleOutcome> => {
    const { buyer, unit, attempt, orderId } = order;
    const args = [checkId('buyer', buyer), unit, attempt, checkId('order', orderId)];
    const settled = await settle('settle');
    return settled.kind === 'stale' && order.fromRecord ? settle('heal') : settled;

    async function settle(script: 'settle' | 'heal'): Promise<SettleOutcome> {
      const r = await call(script, saleId, args);
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
  };
}

export function createVoid(call: Caller) {
  return async (
    saleId: string,
    { buyer, attempt }: { buyer: string; attempt: number },
  ): Promise<VoidOutcome> => {
    const r = await call('void', saleId, [checkId('buyer', buyer), attempt]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    if (code === 1) {
      return { kind: 'held', hold: parseHold(buyer, r.text().split(' ')), epoch };
    }
    return code === 2 ? { kind: 'freed', unit: r.number(), epoch } : { kind: 'stale', epoch };
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
    { buyer, fence }: { buyer: string; fence?: number },
  ): Promise<ExtendOutcome> => {
    const r = await call('extend', saleId, [checkId('buyer', buyer), fence ?? '']);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    const now = r.number();
    if (code === 1) {
      return { kind: 'extended', hold: parseHold(buyer, r.text().split(' ')), epoch, now };
    }
    return { kind: 'refused', why: extendRefusals[code as keyof typeof extendRefusals], epoch };
  };
}
