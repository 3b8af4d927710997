import { createBatch } from '../batch.ts';
import type { Caller } from '../call.ts';
import { checkId, checkNumber } from '../keys.ts';
import type { SettleOutcome, Unavailable, VoidOutcome } from '../outcomes.ts';
import { parseHold, type Reader } from '../reply.ts';
import { declineRules } from '../rules.ts';

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
