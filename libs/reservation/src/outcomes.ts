/** Why the engine refuses to act on a sale at all; nothing was changed. */
export type Unavailable = {
  kind: 'unavailable';
  /**
   * `missing`: Redis knows no such sale · `epoch`: this is not the server the state was written on ·
   * `restoring`: a new epoch is being prepared · `clock`: the server's time ran backwards ·
   * `halted`: an impossible state was met · `lagging`: the log is not being stored · `memory`: Redis is full ·
   * `unreplicated`: the one case in which something was changed: no replica is known to have the place
   */
  why:
    | 'missing'
    | 'epoch'
    | 'restoring'
    | 'clock'
    | 'halted'
    | 'lagging'
    | 'memory'
    | 'unreplicated';
};

export interface Hold {
  buyer: string;
  seq: number;
  unit: number;
  /** Identity of the hold; stays the same through failed payment attempts. */
  fence: number;
  expiresAt: number;
  /** Price of one unit in minor units, fixed when the hold was granted. */
  price: number;
  extensionsLeft: number;
}

/** What is known of one buyer's place. `now` is the engine's time. */
export type Place =
  | { state: 'none' }
  | { state: 'waiting'; seq: number; rank: number }
  | { state: 'held'; hold: Hold }
  | { state: 'claimed'; hold: Hold; attempt: number; leaseUntil: number }
  /** `seq` is 0 for an order that was settled from its record without a place. */
  | { state: 'sold'; unit: number; fence: number; orderId: string; seq: number }
  | { state: 'expired'; seq: number; at: number }
  | { state: 'removed'; seq: number; at: number };

/** The counters and rules of a sale in one consistent read. */
export interface Snapshot {
  kind: 'snapshot';
  epoch: number;
  n: number;
  seq: number;
  serving: number;
  fence: number;
  stock: number;
  free: number;
  held: number;
  claimed: number;
  sold: number;
  waiting: number;
  /** Places granted since activation, over all epochs that Redis remembers. */
  granted: number;
  now: number;
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  /** `cancelled` and `ended` are set by rules; the window is judged by `now`. */
  paused: boolean;
  pauseReason: string;
  pauseSince: number;
  message: string;
  closed: boolean;
  version: number;
  /** Head of the line, if anyone waits. */
  oldest: { seq: number } | null;
  nextExpiryAt: number | null;
  /** When the first lease of a claim ends, unless it is renewed. */
  nextLeaseAt: number | null;
  halted: string;
  graceUntil: number;
  /** Entries up to here are noted as majority-stored. */
  storedN: number;
  /** Replication id of the Redis server that answered: one clock. */
  server: string;
  /** A process of an older release wrote this state without rules that it does not know. */
  lacksRules: boolean;
  /** Number of the newest type of log 2 that scripts may write here; 0: none (ADR 15). */
  logTypes: number;
}

/** A sale, and the number of the last entry of its log that the caller has seen; -1: none. */
export interface Seen {
  saleId: string;
  n: number;
}

/** What one server said of some sales. */
export interface Glance {
  /** Replication id of the server. */
  server: string;
  now: number;
  /** Monotonic time of this process when it asked, and when the answer came. */
  asked: number;
  steady: number;
  saleIds: string[];
  /** Those of them that are not as they were seen: they moved, or something is wrong with them. */
  moved: string[];
}

export type JoinOutcome =
  | Unavailable
  | {
      /**
       * `already`: the caller proved to own the place · `repeated`: this very request was answered
       * before, with this place, or with one that is gone (`none`).
       */
      kind: 'joined' | 'already' | 'repeated';
      place: Place;
      /** Whether the request may be given the ticket of the place. */
      proved: boolean;
      /** Waiting, me included. */
      size: number;
      free: number;
      held: number;
      wake: boolean;
      epoch: number;
      n: number;
      now: number;
    }
  | {
      kind: 'refused';
      why: 'not_open' | 'ended' | 'sold_out' | 'no_proof' | 'too_many_places';
      now: number;
      epoch: number;
    }
  /** Lost too many holds: may join at `at`. */
  | { kind: 'refused'; why: 'wait'; at: number; now: number; epoch: number };

export type PositionsOutcome =
  | Unavailable
  | {
      kind: 'positions';
      places: Place[];
      size: number;
      free: number;
      held: number;
      claimed: number;
      sold: number;
      stock: number;
      epoch: number;
      n: number;
      now: number;
      startsAt: number;
      endsAt: number;
      lobbyOpensAt: number;
      paused: boolean;
      pauseReason: string;
      pauseSince: number;
      message: string;
      closed: boolean;
    };

export type GrantOutcome =
  | Unavailable
  | {
      kind: 'granted';
      mode: 'normal' | 'fast';
      holds: Hold[];
      waiting: number;
      free: number;
      epoch: number;
      now: number;
    }
  /** The last units: ask MongoDB about these and pass them in. */
  | { kind: 'check_units'; units: number[]; waiting: number; free: number; epoch: number }
  | {
      kind: 'idle';
      why: 'empty_line' | 'nothing_free' | 'paused' | 'window' | 'grace';
      waiting: number;
      free: number;
      epoch: number;
      now: number;
    }
  | { kind: 'not_mine' };

export type ClaimOutcome =
  | Unavailable
  /** `fresh` is false when this very attempt (same `token`) had already been claimed: a lost answer. */
  | {
      kind: 'claimed';
      hold: Hold;
      attempt: number;
      leaseUntil: number;
      epoch: number;
      now: number;
      fresh: boolean;
    }
  | { kind: 'in_progress'; attempt: number; leaseUntil: number; epoch: number; now: number }
  | { kind: 'sold'; unit: number; fence: number; orderId: string; epoch: number }
  /** Too many payments of this hold were declined to ask for one before `retryAt`. */
  | { kind: 'wait'; retryAt: number; epoch: number; now: number }
  | {
      kind: 'refused';
      why: 'no_hold' | 'expired' | 'ended' | 'wrong_fence';
      epoch: number;
      now: number;
    };

export type SettleOutcome =
  | Unavailable
  | { kind: 'settled' | 'already'; epoch: number; n: number }
  | { kind: 'stale'; epoch: number };

export type VoidOutcome =
  | Unavailable
  /** `retryAfterMs`: how long the next attempt has to wait, after many that were declined. */
  | { kind: 'held'; hold: Hold; retryAfterMs?: number; epoch: number }
  | { kind: 'freed'; unit: number; tooManyDeclines?: boolean; epoch: number }
  | { kind: 'stale'; epoch: number };

export type RenewOutcome =
  | Unavailable
  | { kind: 'renewed'; leaseUntil: number }
  | { kind: 'stale' };

export type ExtendOutcome =
  | Unavailable
  | { kind: 'extended'; hold: Hold; epoch: number; now: number }
  | {
      kind: 'refused';
      why: 'no_hold' | 'expired' | 'none_left' | 'claimed' | 'wrong_fence';
      epoch: number;
    };

export type LeaveOutcome =
  | Unavailable
  | { kind: 'left'; gave: 'place' | 'hold'; epoch: number; n: number; now: number }
  | { kind: 'refused'; why: 'nothing' | 'claimed'; epoch: number }
  | { kind: 'refused'; why: 'sold'; orderId: string; epoch: number };

/** Leases whose process fell silent; the resolver decides them from the record. */
export interface LapsedClaim {
  buyer: string;
  unit: number;
  seq: number;
  fence: number;
  attempt: number;
  leaseUntil: number;
}

export type SweepOutcome =
  | Unavailable
  | {
      kind: 'swept';
      expired: { buyer: string; unit: number; fence: number; seq: number }[];
      lapsed: LapsedClaim[];
      more: boolean;
      nextExpiryAt: number | null;
      epoch: number;
      now: number;
    };

export type AdminOutcome =
  | Unavailable
  | { kind: 'done'; epoch: number; n: number }
  | { kind: 'refused'; why: 'nothing' | 'claimed' | 'sold' | 'waiting'; epoch: number };

export type RulesOutcome = Unavailable | { kind: 'done' | 'already'; epoch: number; n: number };

export type AdjustOutcome =
  | Unavailable
  | { kind: 'adjusted'; stock: number; epoch: number }
  /** Fewer units are free than were to be taken away; `floor` is the smallest stock possible now. */
  | { kind: 'refused'; floor: number; epoch: number };

export type RefundOutcome =
  | Unavailable
  | { kind: 'returned' | 'already'; epoch: number; n: number }
  | { kind: 'stale'; epoch: number };

export type ActivateOutcome =
  | Unavailable
  /** `already`: Redis knows the sale, perhaps in another epoch; nothing was changed. */
  | { kind: 'activated' | 'already'; epoch: number; n: number };

export type ShiftOutcome =
  | Unavailable
  /** `already`: another worker moved the holds for the same jump of the clock. */
  | { kind: 'shifted' | 'already'; epoch: number; n: number };

/** `stale`: the caller stored a log of another epoch. */
export type StoredOutcome =
  | Unavailable
  | { kind: 'noted'; n: number; storedN: number }
  | { kind: 'stale'; epoch: number };

/**
 * `damage`: why the state must not be adopted, '' when it may be: a halted state contradicted itself.
 * `refused`: an equal or higher epoch, or its marker, is already there.
 */
export type MarkOutcome = { kind: 'marked'; damage: string } | { kind: 'refused' };

/** `refused`: the marker is no longer this epoch's, or a part of what was staged is gone; start again. */
export type AdoptOutcome =
  | { kind: 'adopted'; epoch: number; n: number; now: number }
  | { kind: 'refused' }
  | { kind: 'unavailable'; why: 'memory' };

/** `busy`: so many units are held or being paid for; nothing was changed. */
export type FreezeOutcome = Unavailable | { kind: 'frozen' } | { kind: 'busy'; holders: number };

/** `stale`: the sale is in another epoch than the caller's finding; nothing was changed. */
export type HaltOutcome = Unavailable | { kind: 'halted' } | { kind: 'stale'; epoch: number };

export type AllowOutcome = Unavailable | { kind: 'allowed'; logTypes: number };
