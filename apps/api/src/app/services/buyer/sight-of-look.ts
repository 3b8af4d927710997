import { epochBase, type Place } from '@flash/reservation';
import { currentSale, type Look } from '../shared/cached-snapshot.ts';
import { rulesOf, type Sight } from './sale-view.ts';

/** What anybody may see of a sale, with a place put into it. */
export function sightOfLook(look: Look, place: Place): Sight {
  const { snapshot, now } = look;
  const sale = currentSale(look);
  const held = snapshot ? snapshot.held + snapshot.claimed : 0;
  return {
    place,
    size: snapshot?.waiting ?? 0,
    free: snapshot?.free ?? 0,
    held,
    stock: snapshot?.stock ?? sale.stock,
    soldOut: snapshot ? snapshot.free + held === 0 : sale.currentQuantity === 0,
    ...rulesOf(sale),
    epoch: snapshot?.epoch ?? sale.epoch,
    n: snapshot?.n ?? 0,
    now,
  };
}

/**
 * A place that a ticket proves while Redis cannot be asked. The true rank is at most this one: of
 * those who joined before, the ones who left are not known. Where keys may order the line, a seq does not
 * tell a rank; then it is the last one that there was.
 */
export function keptPlace({ snapshot }: Pick<Look, 'snapshot'>, seq: number): Place {
  const first = epochBase(Math.floor(seq / epochBase(1)));
  const bySeq = seq - Math.max(snapshot?.serving ?? 0, first);
  const rank = snapshot && snapshot.logTypes > 0 ? snapshot.waiting : bySeq;
  return { state: 'waiting', seq, rank: Math.max(1, rank) };
}
