import type { SaleGroup, SalePhase } from '@flash/shared-types';
import type { RowsOf } from '../audit/contract.ts';
import type { Page } from '../connection/pages.ts';
import type { NewSale, Sale, SaleEdit, StockChange } from '../types.ts';

export interface SaleFilter {
  /** A stored status, a derived phase, or a group of phases. */
  status?: Sale['status'] | SalePhase | SaleGroup | readonly Sale['status'][];
  /** Part of the name, in any case. */
  q?: string;
  /** Bounds of `startsAt`, both included. */
  from?: number;
  to?: number;
  /** `stage`: live sales, then the next to start, drafts, and what is over. */
  sort?: 'startsAt' | 'endsAt' | 'createdAt' | 'updatedAt' | 'name' | 'startingQuantity' | 'stage';
  order?: 'asc' | 'desc';
  /** 1-based. */
  page?: number;
  limit?: number;
}

/** What `tend` needs four times a second. */
export type LiveSale = Pick<
  Sale,
  | 'id'
  | 'status'
  | 'epoch'
  | 'version'
  | 'startsAt'
  | 'endsAt'
  | 'lobbyOpensAt'
  | 'stock'
  | 'currentQuantity'
  | 'restoring'
> & { adjusting: boolean };

export type UpdateOutcome =
  | { kind: 'updated'; sale: Sale }
  | { kind: 'conflict'; sale: Sale }
  | { kind: 'missing' };

/** `changed`: the sale is of another epoch now; nothing was deleted. */
export type RemoveOutcome = { kind: 'removed' | 'has_orders' | 'changed' | 'missing' };

export interface StockWish {
  id: string;
  by: number;
  /** The same request within ten minutes is the same change, whatever its id. */
  request?: string | null;
  /** Only while the sale is of this version; the change then moves the version at once. */
  version?: number;
  /** Changes with the stock: both or neither. */
  edit?: SaleEdit;
  rows?: RowsOf<[before: Sale]>;
}

export type BeginAdjustOutcome =
  | { kind: 'begun' | 'already'; sale: Sale; change: StockChange }
  /** It would leave the sale without a unit, or with fewer units than orders. */
  | { kind: 'refused'; floor: number; sale: Sale }
  /** The sale is of another version now. */
  | { kind: 'conflict' }
  | { kind: 'missing' };

export type AdjustVerdict = { kind: 'done' } | { kind: 'refused'; floor: number };

export type FinishAdjustOutcome =
  | { kind: 'finished' | 'already'; sale: Sale }
  /** The sale is of another epoch now: ask its Redis again. */
  | { kind: 'epoch' }
  /** Impossible unless Redis and MongoDB disagree: nothing was written. */
  | { kind: 'short'; sale: Sale }
  | { kind: 'missing' };

export interface Sales {
  /** A scheduled sale starts in epoch 1, a draft or cancelled one in epoch 0. */
  create(sale: NewSale): Promise<Sale>;
  /**
   * The same request within ten minutes makes one sale: a repetition gets that one. `isNew` is false
   * then. Null: the request cannot be repeated.
   */
  createFor(
    request: string | null,
    sale: NewSale,
    rows: RowsOf<[made: Sale]>,
  ): Promise<{ sale: Sale; isNew: boolean }>;
  get(id: string): Promise<Sale | null>;
  getMany(ids: readonly string[]): Promise<Sale[]>;
  list(filter: SaleFilter, now: number): Promise<Page<Sale>>;
  /** The sale that runs now, else the next one. */
  current(now: number): Promise<Sale | null>;
  /** Every sale whose Redis state has to be kept: epoch above 0 and not archived. */
  /** All live sales, or those of these ids that are live. */
  listLive(ids?: readonly string[]): Promise<LiveSale[]>;
  /** `version` makes it conditional. Scheduling a draft gives it epoch 1. */
  update(
    id: string,
    edit: SaleEdit,
    options?: { version?: number; rows?: RowsOf<[before: Sale, after: Sale]> },
  ): Promise<UpdateOutcome>;
  /** Only without orders, and only in this epoch. */
  remove(id: string, at: { epoch: number }, rows?: RowsOf<[sale: Sale]>): Promise<RemoveOutcome>;
  /** Sales that were deleted and whose keys in Redis no worker has removed yet, oldest first. */
  removed(limit: number): Promise<string[]>;
  /** Redis no longer has anything of it; that it was deleted stays known. */
  noteSeenOff(id: string): Promise<void>;
  /** Every sale that was archived or deleted, ever. */
  gone(): Promise<string[]>;
  /** Compare-and-set `from → from + 1`; sets `restoring`. Null when the epoch is not, or no longer, `from`. */
  raiseEpoch(id: string, from: number, now: number): Promise<Sale | null>;
  /** Keeps the last seq covered of an older epoch; only while the sale is of `epoch`. */
  putMark(id: string, epoch: number, mark: Sale['marks'][number]): Promise<Sale | null>;
  /** Clears `restoring`; only while the sale is of `epoch`. */
  finishRestore(id: string, epoch: number): Promise<Sale | null>;
  /**
   * An "up" counts at once, a "down" is an intent until `finishAdjust`; a draft has nothing to ask Redis
   * for, so there both are done at once. Repeating an id changes nothing.
   */
  beginAdjust(id: string, wish: StockWish): Promise<BeginAdjustOutcome>;
  finishAdjust(
    id: string,
    adjustId: string,
    at: { epoch: number },
    verdict: AdjustVerdict,
  ): Promise<FinishAdjustOutcome>;
  /** Sales that are over since before `before` and still know their buyers, oldest first. */
  overdue(before: number, limit: number): Promise<string[]>;
  /** Every sale that was ever on the schedule, with what turns an address into its buyer. */
  all(): AsyncIterable<Sale>;
  /** After retention: an e-mail can no longer be turned into a buyer of this sale. */
  forgetBuyerKey(id: string): Promise<void>;
}
