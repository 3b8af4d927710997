import type { Engine, Place, PositionsOutcome, Unavailable } from '@flash/reservation';
import { createGather } from '../base/gather.ts';

type Seen = Extract<PositionsOutcome, { kind: 'positions' }>;

type SeenPlace = Unavailable | { kind: 'seen'; place: Place; seen: Seen };

/** One buyer's place and the sale around it, in one round trip shared with whoever asks meanwhile. */
export type Positions = (saleId: string, buyer: string) => Promise<SeenPlace>;

const SALES_MAX = 1_000;

export function createPositions(engine: Pick<Engine, 'position'>): Positions {
  const asks = new Map<string, (buyer: string) => Promise<SeenPlace>>();

  return (saleId, buyer) => {
    const known = asks.get(saleId);
    if (known) return known(buyer);
    if (asks.size >= SALES_MAX) asks.clear();
    const ask = askOf(saleId);
    asks.set(saleId, ask);
    return ask(buyer);
  };

  function askOf(saleId: string) {
    return createGather<string, SeenPlace>(async (buyers) => {
      const seen = await engine.position(saleId, buyers);
      if (seen.kind === 'unavailable') return () => seen;
      const places = new Map(buyers.map((buyer, at) => [buyer, seen.places[at]]));
      return (buyer) => ({ kind: 'seen', place: places.get(buyer) ?? { state: 'none' }, seen });
    });
  }
}
