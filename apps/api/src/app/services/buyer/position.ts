import type { Sale } from '@flash/database';
import type { Engine, Place, PositionsOutcome, Unavailable } from '@flash/reservation';
import type { PurchaseState } from '@flash/shared-types';
import type { Clock, Random } from '@flash/shared-utils';
import { createGather } from '../base/gather.ts';
import { withinTime } from '../base/within-time.ts';
import { type Look, lookAt } from '../shared/cached-snapshot.ts';
import type { LineBoard } from '../shared/public-board.ts';
import type { Returns } from '../shared/wait.ts';
import type { OrdersRead } from './orders-read.ts';
import { owns, type Proof, seqOf } from './proof.ts';
import { purchaseState } from './purchase-state.ts';
import { keptPlace, type Sight, sightOfLook, sightOfPosition } from './sale-view.ts';
import { refusalOf } from './unavailable.ts';

interface LookDeps {
  positions: Positions;
  lineBoard: LineBoard;
  orders: OrdersRead;
  returns: Returns;
  clock: Clock;
  random: Random;
}

interface Looking {
  /** Where this buyer stands. Without proof: what anybody would see who has no place. */
  look(sale: Sale, proof: Pick<Proof, 'buyer' | 'seq'> | null): Promise<PurchaseState>;
  /** The same shape for a place that is already known. */
  show(sale: Sale, sight: Sight): Promise<PurchaseState>;
}

/** A poll that takes longer is answered with what is known without Redis. */
const PATIENCE_MS = 2_000;

export function createLooking(deps: LookDeps): Looking {
  const { positions, lineBoard, orders, returns, clock, random } = deps;

  return {
    async look(sale, proof) {
      if (proof === null) {
        return show(sale, sightOfLook(await lookThrough(sale), nowhere));
      }
      const asking = positions(sale.id, proof.buyer).catch(() => null);
      const outcome = await withinTime(asking, PATIENCE_MS);
      if (outcome?.kind === 'seen') {
        return show(sale, sightOfPosition(outcome.seen, ownPlace(proof, outcome.place)));
      }
      const seen = await lookThrough(sale);
      const place = proof.seq === null ? nowhere : keptPlace(seen, proof.seq);
      return show(sale, sightOfLook(seen, place));
    },
    show,
  };

  async function show(sale: Sale, sight: Sight): Promise<PurchaseState> {
    const returnsPerMs = returns.perMs(sale.id, sight.now);
    const order = sight.place.state === 'sold' ? await orders.byId(sight.place.orderId) : null;
    return purchaseState(sight, { sale, returnsPerMs, order, random });
  }

  async function lookThrough(sale: Sale): Promise<Look> {
    const board = lineBoard.ready(sale.id) ?? (await lineBoard.load(sale.id));
    return board?.look ?? lookAt(sale, null, undefined, clock.now());
  }
}

const nowhere: Place = { state: 'none' };

/** The place if it is the one that was proved; a newer one of the same e-mail may be somebody else's. */
export function ownPlace(proof: Pick<Proof, 'seq'>, place: Place): Place {
  const seq = seqOf(place);
  return seq === null || owns(proof, seq) ? place : nowhere;
}

/** The buyer's place as Redis knows it now; a place that was not proved reads as none. */
export async function ownPlaceNow(
  positions: Positions,
  sale: Sale,
  who: Pick<Proof, 'buyer' | 'seq'>,
): Promise<Place> {
  const seen = await positions(sale.id, who.buyer);
  if (seen.kind === 'unavailable') {
    throw refusalOf(seen, sale);
  }
  return ownPlace(who, seen.place);
}

type Seen = Extract<PositionsOutcome, { kind: 'positions' }>;

type SeenPlace = Unavailable | { kind: 'seen'; place: Place; seen: Seen };

/** One buyer's place and the sale around it, in one round trip shared with whoever asks meanwhile. */
export type Positions = (saleId: string, buyer: string) => Promise<SeenPlace>;

const SALES_MAX = 1_000;

export function createPositions(engine: Pick<Engine, 'position'>): Positions {
  const asks = new Map<string, (buyer: string) => Promise<SeenPlace>>();

  return (saleId, buyer) => {
    const known = asks.get(saleId);
    if (known) {
      return known(buyer);
    }
    if (asks.size >= SALES_MAX) {
      asks.clear();
    }
    const ask = askOf(saleId);
    asks.set(saleId, ask);
    return ask(buyer);
  };

  function askOf(saleId: string) {
    return createGather<string, SeenPlace>(async (buyers) => {
      const seen = await engine.position(saleId, buyers);
      if (seen.kind === 'unavailable') {
        return () => seen;
      }
      const places = new Map(buyers.map((buyer, at) => [buyer, seen.places[at]]));
      return (buyer) => ({ kind: 'seen', place: places.get(buyer) ?? { state: 'none' }, seen });
    });
  }
}
