import type { Sale } from '@flash/database';
import type { Engine, JoinOutcome, WakeQueue } from '@flash/reservation';
import { AppError } from '../../errors.ts';
import type { PersonalNotices } from '../personal-notices.ts';
import { type Sight, sightOfJoin } from '../state/sight.ts';
import { withinTime } from '../within-time.ts';
import { listenForGrant } from './own-grant.ts';
import { owns, seqOf } from './proof.ts';
import { refusalOf } from './unavailable.ts';

/** Who wants a place, and what was proved of him. */
export interface Joiner {
  buyer: string;
  /** An account needs no ticket. */
  isAccount: boolean;
  /** Seq of this buyer's ticket, if one was shown. */
  ticketSeq: number | null;
}

interface JoinDeps {
  engine: Pick<Engine, 'join' | 'hint'>;
  wake: Pick<WakeQueue, 'wake'>;
  personal: PersonalNotices;
}

type Placed = Extract<JoinOutcome, { kind: 'joined' | 'already' }>;

/** With stock free the worker answers in a few milliseconds; nobody else waits for it. */
const GRANT_WAIT_MS = 50;
const PATIENCE_MS = 4_000;

/** Takes a place, or finds the one that is there; the answer shows the hold if it comes at once. */
export function createJoin({ engine, wake, personal }: JoinDeps) {
  return async (sale: Sale, who: Joiner): Promise<Sight> => {
    const listening = listenForGrant(personal, sale.id, who.buyer, sale.extensions);
    try {
      const placed = await place(sale, who);
      if (placed.wake) void wake.wake(sale.id).catch(() => undefined);
      const sight = sightOfJoin(placed, sale);
      if (!canBeServedNow(placed, sale)) return sight;
      const granted = await listening.within(GRANT_WAIT_MS, seqOf(placed.place) ?? 0);
      if (!granted) return sight;
      const { hold, n, at } = granted;
      return { ...sight, place: { state: 'held', hold }, n, now: Math.max(sight.now, at) };
    } finally {
      listening.stop();
    }
  };

  async function place(sale: Sale, { buyer, isAccount, ticketSeq }: Joiner): Promise<Placed> {
    const bearer = isAccount || ticketSeq !== null;
    const ticket = ticketSeq === null ? undefined : { seq: ticketSeq };
    const outcome = await withinTime(engine.join(sale.id, { buyer, bearer, ticket }), PATIENCE_MS);
    switch (outcome?.kind) {
      case undefined:
        throw new AppError('UNAVAILABLE');
      case 'joined':
        return outcome;
      case 'already':
        return checked(outcome, { seq: isAccount ? null : ticketSeq });
      case 'refused':
        throw new AppError(refusals[outcome.why]);
      case 'unavailable':
        // An empty sale may be at rest: its loss is noticed by the first buyer, not by a worker.
        if (outcome.why === 'missing' || outcome.why === 'epoch') await engine.hint(sale.id);
        throw refusalOf(outcome, sale);
    }
  }
}

const refusals = {
  not_open: 'SALE_NOT_OPEN',
  ended: 'SALE_ENDED',
  sold_out: 'SOLD_OUT',
  no_proof: 'ALREADY_IN_LINE',
} as const;

/** The place that was there already, if the ticket is the one of this very place. */
function checked(placed: Placed, proof: { seq: number | null }): Placed {
  const { place } = placed;
  if (!owns(proof, seqOf(place) ?? 0)) throw new AppError('ALREADY_IN_LINE');
  if (place.state === 'sold') throw new AppError('ALREADY_BOUGHT', { orderId: place.orderId });
  if (place.state === 'removed') throw new AppError('SALE_ENDED', { detail: REMOVED });
  return placed;
}

const REMOVED = 'Your place in this sale was removed by its organiser.';

function canBeServedNow({ place, free, now }: Placed, sale: Sale): boolean {
  if (place.state !== 'waiting' || place.rank > free) return false;
  return sale.paused === null && now >= sale.startsAt;
}
