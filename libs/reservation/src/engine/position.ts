import type { Caller } from '../call.ts';
import { checkId } from '../keys.ts';
import type { PositionsOutcome } from '../outcomes.ts';
import { parsePlace } from '../reply.ts';

export function createPosition(call: Caller) {
  return async (saleId: string, buyers: readonly string[]): Promise<PositionsOutcome> => {
    for (const buyer of buyers) {
      checkId('buyer', buyer);
    }
    const r = await call('position', saleId, [buyers.join(' ')]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const counts = {
      epoch: r.number(),
      n: r.number(),
      now: r.number(),
      size: r.number(),
      free: r.number(),
      held: r.number(),
      claimed: r.number(),
      sold: r.number(),
    };
    const places = r.texts().map((text, i) => parsePlace(buyers[i] ?? '', text));
    const meta = r.fields();
    return {
      kind: 'positions',
      places,
      ...counts,
      stock: meta.number(),
      startsAt: meta.number(),
      endsAt: meta.number(),
      lobbyOpensAt: meta.number(),
      paused: meta.number() === 1,
      pauseReason: meta.text(),
      pauseSince: meta.number(),
      message: meta.text(),
      closed: meta.number() === 1,
    };
  };
}
