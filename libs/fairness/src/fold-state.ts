/** A unit that a buyer holds; a claimed one is being paid for. */
export interface FoldedHold {
  buyer: string;
  seq: number;
  unit: number;
  fence: number;
  expiresAt: number;
  price: number;
  /** Extensions used so far. */
  extensions: number;
  claimed: boolean;
  /** Fence of the running attempt; 0 when nothing is claimed. */
  attempt: number;
}

export interface FoldedRemains {
  buyer: string;
  phase: 'expired' | 'removed' | 'left';
  seq: number;
  at: number;
}

export interface FoldedSold {
  buyer: string;
  unit: number;
  attempt: number;
  seq: number;
}

/** Holds that one buyer gave back or let run out, and when the last of them ended. */
export interface FoldedLoss {
  count: number;
  at: number;
}

/** A sale as its log tells it so far. Maps are live: read them, do not keep them. */
export interface Fold {
  epoch: number;
  n: number;
  /** Time of the log's last entry; a new epoch may begin earlier than the one before ended. */
  at: number;
  stock: number;
  unitTop: number;
  /** Last place given in this epoch: its mark, should it end here. */
  seq: number;
  serving: number;
  granted: number;
  claimed: number;
  paused: boolean;
  closed: boolean;
  message: string;
  /** Null until an edit tells it. */
  window: { startsAt: number; endsAt: number; lobbyOpensAt: number } | null;
  marks: { epoch: number; seq: number }[];
  /** Types that were passed over and change the state: from there on the fold does not tell it. */
  readonly unknown: Set<string>;
  readonly waiting: Map<string, number>;
  readonly holds: Map<string, FoldedHold>;
  /**
   * Holds from before the last `adopt` that no entry of that new epoch has answered yet. Empty once all of
   * them are there: when a log ends with some, it was cut in between, and they still count.
   */
  readonly promised: Map<string, FoldedHold>;
  readonly sold: Map<string, FoldedSold>;
  readonly remains: Map<string, FoldedRemains>;
  /** Network of a living place, where it is known. A hold that a cut log lost may still be named. */
  readonly networks: Map<string, string>;
  readonly lost: Map<string, FoldedLoss>;
}

export const epochBase = (epoch: number) => epoch * 1_000_000_000;
export const epochOf = (drawn: number) => Math.floor(drawn / epochBase(1));

export function emptyFold(): Fold {
  return {
    epoch: 0,
    n: 0,
    at: 0,
    stock: 0,
    unitTop: 0,
    seq: 0,
    serving: 0,
    granted: 0,
    claimed: 0,
    paused: false,
    closed: false,
    message: '',
    window: null,
    marks: [],
    unknown: new Set(),
    waiting: new Map(),
    holds: new Map(),
    promised: new Map(),
    sold: new Map(),
    remains: new Map(),
    networks: new Map(),
    lost: new Map(),
  };
}

/** What the log counts, by the names that the live state has for it. */
export function countsOf(fold: Fold) {
  return {
    stock: fold.stock,
    waiting: fold.waiting.size,
    held: fold.holds.size - fold.claimed,
    claimed: fold.claimed,
    sold: fold.sold.size,
  };
}

/** Free units: those that are neither held, claimed nor sold. */
export function freeUnits(fold: Fold): number {
  return fold.stock - fold.holds.size - fold.sold.size;
}

/** The line in order. */
export function lineOf(fold: Fold): { buyer: string; seq: number }[] {
  return Array.from(fold.waiting, ([buyer, seq]) => ({ buyer, seq })).sort((a, b) => a.seq - b.seq);
}
