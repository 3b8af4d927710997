import type { Caller } from '../call.ts';
import { checkId } from '../keys.ts';
import type { SettleOutcome, VoidOutcome } from '../outcomes.ts';
import { parseHold } from '../place.ts';

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
