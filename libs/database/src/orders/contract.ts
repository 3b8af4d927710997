import type { RowsOf } from '../audit/contract.ts';
import type { Page } from '../connection/pages.ts';
import type {
  AtProvider,
  ClaimRecord,
  CommitOutcome,
  NewOrder,
  Order,
  OrderNote,
  PaymentState,
} from '../types.ts';

/** An order without what only people need: their data, and its code. */
export type LiveOrder = Omit<Order, 'email' | 'contact' | 'code'>;

export interface OrderFilter {
  saleId?: string;
  /** The whole address. */
  email?: string;
  /** An order id, the code of an order, or part of an address. */
  q?: string;
  /** Any of these. */
  match?: readonly { status: Order['status']; payment: readonly PaymentState[] }[];
  /** Bounds of `createdAt`, both included. */
  from?: number;
  to?: number;
  /** By `createdAt`; newest first unless told otherwise. */
  order?: 'asc' | 'desc';
  /** 1-based. */
  page?: number;
  limit?: number;
}

/** By what a person is known here; a guest's id is another one in each sale. */
export interface PersonKeys {
  /** Left out where an address proves nothing. */
  email?: string;
  buyers: readonly string[];
}

export interface NewVoid {
  saleId: string;
  fence: number;
  epoch: number;
  buyer: string;
}

/** A record whose payment still has to be captured, cancelled or refunded at the provider. */
export interface DuePayment {
  kind: 'order' | 'void';
  /** The order's id; a void has one as well, though it is never shown. */
  id: string;
  saleId: string;
  fence: number;
  epoch: number;
  buyer: string;
  payment: PaymentState;
  /** When it was last tried. */
  triedAt: number;
}

/** What a record says of its money and its unit; without the person. */
export interface MoneyRecord extends DuePayment {
  /** Of an order. */
  amount: number;
  currency: string;
  status: Order['status'] | null;
  unit: number | null;
  live: boolean;
  unitReturn: Order['unitReturn'];
  /** As it was last noted on the order. */
  refundedAtProvider: number;
  updatedAt: number;
}

export interface RefundWish {
  returnUnit: boolean;
  captureFailed?: boolean;
  rows?: RowsOf<[order: Order]>;
}

export type RefundOrderOutcome =
  | { kind: 'refunded' | 'already'; order: Order }
  | { kind: 'missing' }
  /** The hot document was contended to the end of the deadline, or the answer was lost: repeat. */
  | { kind: 'unknown' };

export interface Committer {
  /** Writes the order and takes one unit of the sale, or says why not. Never throws. */
  commit(order: NewOrder, options?: { deadlineMs?: number }): Promise<CommitOutcome>;
  /** Resolves when nothing is under way; what comes later is answered `unknown`. */
  close(): Promise<void>;
}

/** Every read here is majority on the primary. */
/** `forgotten`: the order names no person any longer; `full`: it has as many notes as it may have. */
export type NoteOutcome = 'added' | 'missing' | 'forgotten' | 'full' | 'unknown';

export interface Orders {
  byId(id: string): Promise<Order | null>;
  /** Null decides nothing: only a record does. */
  byFence(saleId: string, fence: number): Promise<ClaimRecord | null>;
  /** Writes a void unless a record is there, then reads which one is. Null: not known yet, ask again. */
  insertVoid(record: NewVoid): Promise<ClaimRecord | null>;
  /** `withinMs`: MongoDB gives up after this time. */
  liveByUnits(
    saleId: string,
    units: readonly number[],
    options?: { withinMs?: number },
  ): Promise<LiveOrder[]>;
  liveByBuyer(saleId: string, buyer: string): Promise<Order | null>;
  liveOf(saleId: string): AsyncIterable<LiveOrder>;
  countLive(saleId: string): Promise<number>;
  /** Attempts of one sale that have a record, of those asked for. */
  recorded(saleId: string, fences: readonly number[]): Promise<Set<number>>;
  /** Ids of the orders of these attempts. */
  idsOfAttempts(saleId: string, fences: readonly number[]): Promise<Map<number, string>>;

  /** Newest first. Without a sale it means every sale of that buyer, with `seq` only that place's. */
  ofBuyers(
    buyers: readonly { buyer: string; saleId?: string; seq?: number }[],
    page: { page?: number; limit?: number },
  ): Promise<Page<Order>>;
  adminList(filter: OrderFilter): Promise<Page<Order>>;
  /** Streams in the order of the list. */
  export(filter: OrderFilter): AsyncIterable<Order>;

  /** Every record of a sale, by its attempt. */
  money(saleId: string): AsyncIterable<MoneyRecord>;
  moneyOf(saleId: string, fence: number): Promise<MoneyRecord | null>;
  /** Longest waiting first; `before` leaves the ones alone that their own process still handles. */
  pendingPayments(limit: number, before?: number): Promise<DuePayment[]>;
  /**
   * Moves it to the end of the queue before it is tried, so that one that always fails holds up no
   * others. True for one of several processes that read it at the same time.
   */
  takePayment(due: DuePayment): Promise<boolean>;
  /** One step of many payments in one command; payments in another state stay as they are. */
  setPayments(
    keys: readonly { saleId: string; fence: number }[],
    from: PaymentState,
    to: PaymentState,
  ): Promise<number>;
  /** Compare-and-set. `to` equal to `from` only moves it to the end of the queue. */
  setPayment(
    key: { saleId: string; fence: number },
    from: PaymentState,
    to: PaymentState,
  ): Promise<boolean>;
  /**
   * In one transaction with the sale's counter. Payment becomes `refund pending`, or `cancel
   * pending` when it was not captured yet, or `failed` when the caller knows that the capture
   * failed for good.
   */
  refund(orderId: string, wish: RefundWish): Promise<RefundOrderOutcome>;
  /** What became of an order's money at the provider. False: it is known already. */
  noteAtProvider(key: { saleId: string; fence: number }, facts: AtProvider): Promise<boolean>;
  /** In one transaction with its rows in the audit log. A note with an id that is there already is not added. */
  note(orderId: string, note: OrderNote, rows: RowsOf<[saleId: string]>): Promise<NoteOutcome>;
  pendingUnitReturns(limit: number, saleId?: string): Promise<LiveOrder[]>;
  unitReturned(orderId: string): Promise<boolean>;

  /** Every order with this address, if one is given, or of one of these buyers, newest first. */
  ofPerson(person: PersonKeys): Promise<Order[]>;
  /** Deletes e-mail and contact; the sale facts stay. */
  forgetPerson(person: PersonKeys): Promise<number>;
  /** The same for every order of a sale, `batch` at a time. 0: no order names a buyer any longer. */
  forgetPeople(saleId: string, batch: number): Promise<number>;
}
