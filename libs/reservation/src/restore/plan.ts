import type { Change } from '@flash/fairness';
import type { RulesTold } from './rules-told.ts';

/** A hold as a lost or frozen state knows it; a claim counts as a hold here. */
export interface StateHold {
  buyer: string;
  seq: number;
  unit: number;
  fence: number;
  expiresAt: number;
  price: number;
  /** Extensions used so far. */
  extensions: number;
  /** Declined payments, where there were some. The log does not tell them: a rebuilt hold has none. */
  declined?: { count: number; retryAt: number } | undefined;
  claimed: boolean;
}

/** A buyer who had a place and lost or gave it up. */
export interface StateRemains {
  buyer: string;
  phase: 'expired' | 'removed' | 'left';
  seq: number;
  at: number;
}

/** A buyer who waits by a key of its own, which stays in the line; the seq stands in this record. */
export interface KeyedPlace {
  buyer: string;
  seq: number;
  at: number;
}

/** What Redis (frozen) or the stored log (folded) says of a sale before the orders have spoken. */
export interface SaleState {
  epoch: number;
  /** Last entry of the log. */
  n: number;
  /** Last place that was drawn: the mark of this epoch. */
  seq: number;
  serving: number;
  granted: number;
  unitTop: number;
  /** Time of the state: `lastNow` of Redis, `at` of the last entry. */
  at: number;
  /** null: the line is in Redis and stays there. */
  waiting: readonly { buyer: string; seq: number }[] | null;
  /** How many stand in a line that stays in Redis. */
  lineLength?: number;
  /** Of a line that stays in Redis; no entry of the log that this version knows tells one. */
  keyed?: readonly KeyedPlace[];
  holds: readonly StateHold[];
  remains: readonly StateRemains[];
  sold: readonly { buyer: string; unit: number; attempt: number; seq: number }[];
  /** Networks of living places and lost holds by buyer; null: they are in Redis and stay there. */
  networks: ReadonlyMap<string, string> | null;
  lost: ReadonlyMap<string, { count: number; at: number }> | null;
  told?: RulesTold;
  /** Why Redis had halted, if it had: such a state contradicted itself. */
  halted?: string;
}

/** A live order as MongoDB has it. */
export interface LiveOrder {
  id: string;
  buyer: string;
  unit: number;
  fence: number;
  seq: number;
}

export interface RestoreInput {
  how: 'adopt' | 'rebuild';
  /** The new epoch. */
  epoch: number;
  /** The sale's number of units: a pending "up" is applied, a pending "down" is not. */
  stock: number;
  state: SaleState;
  orders: readonly LiveOrder[];
  now: number;
  /** Last entry that is in the stored blocks. */
  storedN: number;
  /** Added to the expiry of every hold: the length of the outage, or the clock's step back. */
  shiftMs: number;
  /** How long only older places are served; also the least time left for a hold that was alive. */
  graceMs: number;
  /** Last covered seq of earlier epochs, as the sale document has them. */
  marks: readonly Mark[];
  /** Changes of stock that `stock` already contains, or that were refused. */
  applied: readonly AnsweredChange[];
}

/** A change of stock whose repetition must change nothing: it gets its answer again. */
export interface AnsweredChange {
  id: string;
  /** Smallest stock possible when the change was refused; null for one that was applied. */
  floor: number | null;
}

export interface Mark {
  epoch: number;
  seq: number;
}

/** The new state, ready to be staged. */
export interface RestorePlan {
  how: 'adopt' | 'rebuild';
  epoch: number;
  stock: number;
  unitTop: number;
  nextUnit: number;
  unitsFree: number[];
  /** Both ends included. */
  unitsRetired: { from: number; to: number }[];
  holds: Omit<StateHold, 'claimed'>[];
  remains: StateRemains[];
  sold: { buyer: string; unit: number; attempt: number; seq: number; orderId: string }[];
  /** The whole line (rebuild), else null. */
  line: { buyer: string; seq: number }[] | null;
  /** Who goes into or out of the line that stays (adopt). */
  lineAdd: { buyer: string; seq: number }[];
  lineRemove: string[];
  keyed: KeyedPlace[];
  /** Of every living place whose network is known (rebuild). */
  networks: { buyer: string; network: string }[];
  lost: { buyer: string; count: number; at: number }[];
  seq: number;
  fence: number;
  serving: number;
  granted: number;
  graceMs: number;
  /** The given ones and those of the epochs that end now: to be kept in the sale document. */
  marks: Mark[];
  applied: readonly AnsweredChange[];
  /** Last entry before `entries`. */
  n: number;
  storedN: number;
  entries: Change[];
}

/** `halt`: the stores contradict each other in a way that must not be repaired by guessing. */
export type Reconciled = { kind: 'plan'; plan: RestorePlan } | { kind: 'halt'; why: string };
