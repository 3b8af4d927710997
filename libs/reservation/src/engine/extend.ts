import { type Caller, newCommandToken } from '../call.ts';
import { checkId } from '../keys.ts';
import type { ExtendOutcome } from '../outcomes.ts';
import { named, parseHold } from '../reply.ts';

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
