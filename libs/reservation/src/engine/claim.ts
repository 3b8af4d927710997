import { createBatch } from '../batch.ts';
import type { Caller } from '../call.ts';
import { checkId, checkNumber } from '../keys.ts';
import type { ClaimOutcome, RenewOutcome } from '../outcomes.ts';
import { named, parseHold } from '../reply.ts';

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
