/** A moment of the log: the state after entry `n` of an epoch. */
export interface Point {
  epoch: number;
  n: number;
}

/** What a client was told of a place. Fields that an answer did not name are left out. */
export interface PlaceTold {
  phase: 'none' | 'waiting' | 'held' | 'claimed' | 'sold' | 'expired' | 'removed';
  seq?: number | undefined;
  rank?: number | undefined;
  unit?: number | undefined;
  fence?: number | undefined;
  attempt?: number | undefined;
  expiresAt?: number | undefined;
}

export const actions = [
  'join',
  'position',
  'claim',
  'settle',
  'void',
  'confirm',
  'extend',
  'leave',
  'refund',
] as const;
export type Action = (typeof actions)[number];

/** Why the sale said no, in the words of the model; `rejected` says nothing about the sale. */
export type Refusal =
  | 'sold_out'
  | 'ended'
  | 'known'
  | 'no_hold'
  | 'expired'
  | 'claimed'
  | 'sold'
  | 'nothing'
  | 'stale'
  | 'rejected';

export type Result =
  /** The answer showed the place as it was at one moment. */
  | { kind: 'place'; place: PlaceTold; at?: Point | undefined; fresh?: boolean | undefined }
  /**
   * It was done. `fresh`: by this very call, so that an entry of the log is its own; otherwise perhaps
   * by an earlier one.
   */
  | {
      kind: 'done';
      at?: Point | undefined;
      fresh?: boolean | undefined;
      attempt?: number | undefined;
      unit?: number | undefined;
      expiresAt?: number | undefined;
      back?: 'held' | 'freed' | undefined;
      gave?: 'place' | 'hold' | undefined;
    }
  | { kind: 'refused'; why: Refusal; attempt?: number | undefined; unit?: number | undefined };

/**
 * One call of a client, as one line of JSON in a file. Times are microseconds of the machine's
 * monotonic clock, which all processes share and no test sets.
 */
export interface Operation {
  client: string;
  /** As the log names the buyer, or the e-mail address: then the seq that is told finds the buyer. */
  buyer: string;
  action: Action;
  /** The attempt that settle, void and refund name. */
  attempt?: number | undefined;
  invoke: number;
  /** Null: no answer ever came. */
  return: number | null;
  /** Null: the outcome is unknown; it may or may not have happened. */
  result: Result | null;
}

export function monotonicNow(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
