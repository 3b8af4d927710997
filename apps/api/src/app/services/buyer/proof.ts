import type { Place } from '@flash/reservation';

/** Whom a request proved to be, in one sale. */
export interface Proof {
  buyer: string;
  /**
   * The place that a guest's ticket was made for: an e-mail can be joined with by anyone once its
   * place was given up, so an older ticket of the same e-mail opens nothing. Null for an account.
   */
  seq: number | null;
  /** Read only when an order is written or shown: a ticket carries it sealed. */
  readonly email: string;
}

/** Whether a place of this seq is the one that was proved. */
export function owns(proof: Pick<Proof, 'seq'>, seq: number): boolean {
  return proof.seq === null || proof.seq === seq;
}

/** Null: no place at all. */
export function seqOf(place: Place): number | null {
  switch (place.state) {
    case 'none':
      return null;
    case 'held':
    case 'claimed':
      return place.hold.seq;
    default:
      return place.seq;
  }
}
