import type { Sale } from '@flash/database';
import type { Engine, Place, PositionsOutcome, Unavailable } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { PurchaseState } from '@flash/shared-types';
import { type Clock, createBatchLoader, type Random, withinTime } from '@flash/shared-utils';
import { type CachedSnapshot, mergeSnapshot } from '../../shared/cached-snapshot.ts';
import type { PublicBoard } from '../../shared/public-board.ts';
import type { ReturnRates } from '../../shared/wait.ts';
import type { OrderCache } from '../order-cache.ts';
import { owns, type Proof, seqOf } from '../proof.ts';
import { refusalOf } from '../unavailable.ts';
import { purchaseState } from './purchase-state.ts';
import { keptPlace, type PlaceInSale, viewOfPositions, viewOfSnapshot } from './sale-view.ts';

type Proved = Pick<Proof, 'buyer' | 'seq'>;

export interface PositionReader {
  /** Where this buyer stands. Without proof: what a buyer without a place is shown. */
  read(sale: Sale, proof: Proved | null): Promise<PurchaseState>;
  /** The same shape for a place that is already known. */
  describe(sale: Sale, seen: PlaceInSale): Promise<PurchaseState>;
}

interface PositionDeps {
  positions: Positions;
  publicBoard: PublicBoard;
  orders: OrderCache;
  returns: ReturnRates;
  clock: Clock;
  random: Random;
  log: Pick<Logger, 'warn'>;
}

/** A poll that takes longer is answered with what is known without Redis. */
const PATIENCE_MS = 2_000;

export function createPositionReader(deps: PositionDeps): PositionReader {
  const { positions, publicBoard, orders, returns, clock, random, log } = deps;

  return {
    async read(sale, proof) {
      if (proof === null) {
        return describe(sale, { place: NO_PLACE, view: viewOfSnapshot(await cached(sale)) });
      }
      const asking = bestEffort(log, 'read a position', positions(sale.id, proof.buyer));
      const outcome = await withinTime(asking, PATIENCE_MS);
      if (outcome?.kind === 'seen') {
        const place = ownPlace(proof, outcome.place);
        return describe(sale, { place, view: viewOfPositions(outcome.seen) });
      }
      const known = await cached(sale);
      const view = viewOfSnapshot(known);
      if (proof.seq === null) {
        return describe(sale, { place: NO_PLACE, view });
      }
      // The place was not read, so it is that of no moment: its buyer may hold a unit by now.
      return describe(sale, {
        place: keptPlace(known, proof.seq),
        view: { ...view, epoch: 0, n: 0 },
      });
    },
    describe,
  };

  async function describe(sale: Sale, { place, view }: PlaceInSale): Promise<PurchaseState> {
    const returnsPerMs = returns.perMs(sale.id, view.now);
    const order = place.state === 'sold' ? await orders.byId(place.orderId) : null;
    return purchaseState(place, view, { sale, returnsPerMs, order, random });
  }

  async function cached(sale: Sale): Promise<CachedSnapshot> {
    const entry = publicBoard.ready(sale.id) ?? (await publicBoard.load(sale.id));
    return entry?.cached ?? mergeSnapshot(sale, null, undefined, clock.now());
  }
}

const NO_PLACE: Place = { state: 'none' };

/** The place if it is the one that was proved; a newer one of the same e-mail may be another buyer's. */
export function ownPlace(proof: Pick<Proof, 'seq'>, place: Place): Place {
  const seq = seqOf(place);
  return seq === null || owns(proof, seq) ? place : NO_PLACE;
}

/** The buyer's place as Redis knows it now; a place that was not proved reads as none. */
export async function ownPlaceNow(positions: Positions, sale: Sale, who: Proved): Promise<Place> {
  const seen = await positions(sale.id, who.buyer);
  if (seen.kind === 'unavailable') {
    throw refusalOf(seen, sale);
  }
  return ownPlace(who, seen.place);
}

type Seen = Extract<PositionsOutcome, { kind: 'positions' }>;

type SeenPlace = Unavailable | { kind: 'seen'; place: Place; seen: Seen };

/** One buyer's place and the sale around it; calls of one moment share a round trip. */
export type Positions = (saleId: string, buyer: string) => Promise<SeenPlace>;

const SALES_MAX = 1_000;

export function createPositions(engine: Pick<Engine, 'position'>): Positions {
  const loaders = new Map<string, (buyer: string) => Promise<SeenPlace>>();

  return (saleId, buyer) => {
    const known = loaders.get(saleId);
    if (known) {
      return known(buyer);
    }
    if (loaders.size >= SALES_MAX) {
      loaders.clear();
    }
    const load = loaderOf(saleId);
    loaders.set(saleId, load);
    return load(buyer);
  };

  function loaderOf(saleId: string) {
    return createBatchLoader<string, SeenPlace>(async (buyers) => {
      const seen = await engine.position(saleId, buyers);
      if (seen.kind === 'unavailable') {
        return buyers.map(() => seen);
      }
      return buyers.map((_, at) => ({ kind: 'seen', place: seen.places[at] ?? NO_PLACE, seen }));
    });
  }
}
