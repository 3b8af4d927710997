import { type Caller, newCommandToken } from '../call/call.ts';
import { checkId } from '../keys.ts';
import type { AdjustOutcome, RefundOutcome, ShiftOutcome } from '../outcomes.ts';

export function createAdjust(call: Caller) {
  return async (saleId: string, { id, by }: { id: string; by: number }): Promise<AdjustOutcome> => {
    const args = [checkId('change of stock', id), by < 0 ? 'down' : 'up', Math.abs(by)];
    for (;;) {
      const r = await call('adjust', saleId, args);
      if (r.kind === 'unavailable') {
        return r;
      }
      const code = r.number();
      const epoch = r.number();
      if (code === 1) {
        return { kind: 'adjusted', stock: r.number(), epoch };
      }
      if (code === 2) {
        return { kind: 'refused', floor: r.number(), epoch };
      }
    }
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
