import type { Sale } from '@flash/database';
import type { Place } from '@flash/reservation';
import type { PurchaseState } from '@flash/shared-types';
import type { Clock, Random } from '@flash/shared-utils';
import { withinTime } from '../base/within-time.ts';
import { type Look, lookAt } from '../shared/cached-snapshot.ts';
import type { LineBoard } from '../shared/public-board.ts';
import type { Returns } from '../shared/returns.ts';
import type { OrdersRead } from './orders-read.ts';
import type { Positions } from './positions.ts';
import { owns, type Proof, seqOf } from './proof.ts';
import { purchaseState } from './purchase-state.ts';
import { type Sight, sightOfPosition } from './sale-view.ts';
import { keptPlace, sightOfLook } from './sight-of-look.ts';

interface LookDeps {
  positions: Positions;
  lineBoard: LineBoard;
  orders: OrdersRead;
  returns: Returns;
  clock: Clock;
  random: Random;
}

export interface Looking {
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
      if (proof === null) return show(sale, sightOfLook(await lookThrough(sale), nowhere));
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
