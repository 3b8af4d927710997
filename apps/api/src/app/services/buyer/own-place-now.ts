import type { Sale } from '@flash/database';
import type { Place } from '@flash/reservation';
import { ownPlace } from './position.ts';
import type { Positions } from './positions.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';

/** The buyer's place as Redis knows it now; a place that was not proved reads as none. */
export async function ownPlaceNow(
  positions: Positions,
  sale: Sale,
  who: Pick<Proof, 'buyer' | 'seq'>,
): Promise<Place> {
  const seen = await positions(sale.id, who.buyer);
  if (seen.kind === 'unavailable') throw refusalOf(seen, sale);
  return ownPlace(who, seen.place);
}
