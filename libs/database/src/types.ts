import type { OrderContact, PictureType, SaleTerms } from '@flash/shared-types';

/** What is known of a sale's picture without its bytes. */
export interface SalePicture {
  /** Names the content. */
  hash: string;
  type: PictureType;
  width: number;
  height: number;
}

/** What an operator decides about a sale. Times in ms since 1970, money in minor units. */
export interface SaleSettings extends SaleTerms {
  name: string;
  description: string;
  productId: string | null;
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  timeZone: string;
  price: number;
  currency: string;
  identity: 'guest' | 'account';
}

/** A sale as MongoDB keeps it. */
export interface Sale extends SaleSettings {
  id: string;
  /** Units of the sale now, after every applied change of stock. */
  stock: number;
  /** Units of the sale when it was made. */
  startingQuantity: number;
  /** stock − live orders (I1). */
  currentQuantity: number;
  status: 'draft' | 'OnSchedule' | 'cancelled' | 'ended' | 'archived';
  paused: { reason: string; since: number } | null;
  message: string;
  picture: SalePicture | null;
  /** Rises with every edit; the ETag. */
  version: number;
  /** Life of the sale's Redis state; 0 while it is a draft. */
  epoch: number;
  /** Per epoch: the last seq that Redis or the blocks covered when the epoch ended. */
  marks: { epoch: number; seq: number }[];
  /** HMAC key that turns a guest's e-mail into a buyer id; null after retention. */
  buyerKey: string | null;
  /** Key of the leaf nonces. */
  leafKey: string;
  /** Changes of stock under way or done, by id. */
  adjusts: StockChange[];
  /** When the epoch began to be restored, null while nothing is being restored. */
  restoring: { epoch: number; since: number } | null;
  createdAt: number;
  updatedAt: number;
  createdBy: string | null;
}

export interface StockChange {
  id: string;
  by: number;
  state: 'pending' | 'done' | 'refused';
  floor: number | null;
  at: number;
  /** Names the request that asked for it, if that one can be repeated. */
  request: string | null;
  /** What of the sale changes together with its stock, once that is decided. */
  edit: SaleEdit | null;
  /** Rows of the audit log that wait for the outcome. */
  rows: string[];
}

export type NewSale = SaleSettings &
  Pick<Sale, 'startingQuantity' | 'createdBy'> & { status: 'draft' | 'OnSchedule' | 'cancelled' };

export type SaleEdit = Partial<
  SaleSettings & Pick<Sale, 'status' | 'paused' | 'message' | 'picture'>
>;

export type PaymentState =
  | 'authorised'
  | 'capture pending'
  | 'captured'
  | 'cancel pending'
  | 'cancelled'
  | 'refund pending'
  | 'refunded'
  | 'failed';

export interface Order {
  id: string;
  /** What people read out: unique, drawn at random, without the dashes it is shown with. */
  code: string;
  saleId: string;
  fence: number;
  epoch: number;
  buyer: string;
  unit: number;
  seq: number;
  email: string;
  contact: OrderContact | null;
  amount: number;
  currency: string;
  status: 'paid' | 'refunded';
  payment: PaymentState;
  live: boolean;
  /** A refund whose unit still has to go back to the line in Redis. */
  unitReturn: 'pending' | 'done' | null;
  createdAt: number;
  updatedAt: number;
  /** What was done at the payment provider by hand, or by the buyer's bank; missing: nothing is known. */
  atProvider?: AtProvider;
  /** Missing where the team wrote none. */
  notes?: readonly OrderNote[];
}

export interface AtProvider {
  /** In minor units. */
  refunded: number;
  dispute: { id: string; status: string; reason: string; amount: number } | null;
}

/** What a member of the team noted on an order, for colleagues. */
export interface OrderNote {
  id: string;
  at: number;
  author: { id: string; email: string | null };
  text: string;
}

/** The first record on `(sale, fence)` decides what became of a claim. */
export type ClaimRecord =
  | { kind: 'order'; order: Order }
  | { kind: 'void'; saleId: string; fence: number; buyer: string; payment: PaymentState };

export type NewOrder = Pick<
  Order,
  | 'saleId'
  | 'fence'
  | 'epoch'
  | 'buyer'
  | 'unit'
  | 'seq'
  | 'email'
  | 'contact'
  | 'amount'
  | 'currency'
>;

export type CommitOutcome =
  | { kind: 'committed'; order: Order }
  /** Another record owns this fence, this unit or this buyer: nothing was written for this one. */
  | { kind: 'duplicate'; on: 'fence' | 'buyer' | 'unit' }
  /** The sale is of another epoch now. */
  | { kind: 'epoch' }
  | { kind: 'sold_out' }
  /** The answer was lost or the deadline passed: the record decides. */
  | { kind: 'unknown' };
