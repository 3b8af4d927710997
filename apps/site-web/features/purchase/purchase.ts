import type { LineAnswer, PublicSale, PurchaseState, User } from '@flash/shared-types';
import type { Refusal } from '@flash/web';

export type Action = 'joining' | 'paying' | 'extending' | 'leaving';

/** Everything one page knows of one buyer's way through one sale. */
export interface Purchase {
  sale: PublicSale | null;
  isMissing: boolean;
  line: LineAnswer | null;
  /** The buyer's place as the server last told it; null before the first answer. */
  place: PurchaseState | null;
  /** How many were ahead when the place was drawn, for a bar that only ever fills. */
  aheadAtJoin: number | null;
  /** A guest's address, remembered in this browser; empty when unknown. */
  email: string;
  user: User | null;
  /** `lost`: what is shown is the last known state, not the present one. */
  link: 'opening' | 'live' | 'lost';
  /** Whether this device has a network at all, as far as the browser knows. */
  isOnline: boolean;
  /** Whether the order came about while this page was watching. */
  isBoughtHere: boolean;
  /** Whether somebody who has an order pressed the button once more. */
  triedAgain: boolean;
  /** Server time of the last news. */
  updatedAt: number | null;
  /** What this page just gave back; the unit is null for a place in line. */
  gaveBack: { unit: number | null } | null;
  busy: Action | null;
  trouble: { action: Action; refusal: Refusal } | null;
}

export const nothingYet: Purchase = {
  sale: null,
  isMissing: false,
  line: null,
  place: null,
  aheadAtJoin: null,
  email: '',
  user: null,
  link: 'opening',
  isOnline: true,
  isBoughtHere: false,
  triedAgain: false,
  updatedAt: null,
  gaveBack: null,
  busy: null,
  trouble: null,
};

export type PurchaseEvent =
  | { type: 'sale'; sale: PublicSale | null }
  | { type: 'line'; line: LineAnswer }
  | { type: 'place'; place: PurchaseState }
  | { type: 'guest'; email: string }
  | { type: 'user'; user: User | null }
  | { type: 'lost' }
  | { type: 'network'; isOnline: boolean }
  | { type: 'began'; action: Action }
  | { type: 'finished' }
  | { type: 'gaveBack' }
  | { type: 'refused'; action: Action; refusal: Refusal }
  | { type: 'dismissed' };
