import type { Caller } from '../call.ts';
import { checkId } from '../keys.ts';
import type { JoinOutcome } from '../outcomes.ts';
import { parsePlace } from '../place.ts';
import { named } from '../reply.ts';

const refusals = { 3: 'not_open', 4: 'ended', 5: 'sold_out', 6: 'no_proof' } as const;

export function createJoin(call: Caller) {
  return async (
    saleId: string,
    who: { buyer: string; bearer: boolean; ticket?: { seq: number } },
  ): Promise<JoinOutcome> => {
    const { buyer, bearer, ticket } = who;
    const r = await call('join', saleId, [
      checkId('buyer', buyer),
      bearer ? 1 : 0,
      ticket?.seq ?? '',
    ]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const answer = {
      place: parsePlace(buyer, r.text()),
      size: r.number(),
      free: r.number(),
      held: r.number(),
      wake: r.number() === 1,
      epoch: r.number(),
      n: r.number(),
      now: r.number(),
    };
    if (code === 1 || code === 2) {
      return { kind: code === 1 ? 'joined' : 'already', ...answer };
    }
    const why = named(refusals, code);
    return { kind: 'refused', why, now: answer.now, epoch: answer.epoch };
  };
}
