import type { Change } from '@flash/fairness';

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
  claimed: boolean;
}

/** Somebody who had a place and lost or gave it up. */
export interface StateRemains {
  buyer: string;
  phase: 'expired' | 'removed' | 'left';
  seq: number;
  at: number;
}

/** What Redis (frozen) or the stored log (folded) says of a sale before the orders have spoken. */
export interface SaleState {
  epoch: number;
  /** Last entry of the log. */
  n: number;
  /** Last place that was given: the mark of this epoch. */
  seq: number;
  serving: number;
  granted: number;
  unitTop: number;
  /** Time of the state: `lastNow` of Redis, `at` of the last entry. */
  at: number;
  /** null: the line is in Redis and stays there. */
  waiting: readonly { buyer: string; seq: number }[] | null;
  holds: readonly StateHold[];
  remains: readonly StateRemains[];
  sold: readonly { buyer: string; unit: number; attempt: number }[];
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
  /** Added to the expiry of every hold: the length of the outage, or the clock's step back. */
  shiftMs: number;
  graceMs: number;
  /** Last covered seq of every earlier epoch. */
  marks: readonly { epoch: number; seq: number }[];
  /** Pending changes of stock that `stock` already contains; a repeat gets the same answer. */
  applied: readonly { id: string; by: number }[];
}

/** The new state, ready to be staged. */
export interface RestorePlan {
  how: 'adopt' | 'rebuild';
  epoch: number;
  stock: number;
  unitTop: number;
  nextUnit: number;
  unitsFree: number[];
  /** Ranges, both ends included. */
  unitsRetired: { from: number; to: number }[];
  holds: Omit<StateHold, 'claimed'>[];
  remains: StateRemains[];
  sold: { buyer: string; unit: number; attempt: number; seq: number; orderId: string }[];
  /** The whole line (rebuild), else null. */
  line: { buyer: string; seq: number }[] | null;
  /** Buyers to put into or take out of the line that stays (adopt). */
  lineAdd: { buyer: string; seq: number }[];
  lineRemove: string[];
  serving: number;
  granted: number;
  fence: number;
  graceUntil: number;
  marks: readonly { epoch: number; seq: number }[];
  applied: readonly { id: string; by: number }[];
  /** Number of the last entry before these. */
  n: number;
  entries: Change[];
  now: number;
}

/** `halt`: the stores contradict each other in a way that nobody may repair by guessing. */
export type Reconciled = { kind: 'plan'; plan: RestorePlan } | { kind: 'halt'; why: string };
