import type { LogEntry } from '@flash/fairness';
import type {
  ActivateOutcome,
  AdjustOutcome,
  AdminOutcome,
  AdoptOutcome,
  AllowOutcome,
  ClaimOutcome,
  ExtendOutcome,
  FreezeOutcome,
  Glance,
  GrantOutcome,
  HaltOutcome,
  JoinOutcome,
  LeaveOutcome,
  MarkOutcome,
  PositionsOutcome,
  RefundOutcome,
  RenewOutcome,
  RulesOutcome,
  Seen,
  SettleOutcome,
  ShiftOutcome,
  Snapshot,
  StoredOutcome,
  SweepOutcome,
  Unavailable,
  VoidOutcome,
} from './outcomes.ts';
import type { RestorePlan, SaleState } from './restore/plan.ts';
import type { SaleRules } from './rules.ts';

export interface Joiner {
  buyer: string;
  /** The caller proved to be this buyer, whichever place it is. */
  bearer: boolean;
  /** A verified ticket of this buyer, perhaps of an older epoch: it opens the place of its seq. */
  ticket?: { seq: number } | undefined;
  /**
   * Names the request, so that one that comes again within ten minutes is answered with the same
   * place. `proof` is a secret of the caller and proves the place; one that begins with r is drawn
   * for one request and never shown again. `name` may be guessed and proves nothing.
   */
  attempt?: { proof: string; name?: string | undefined };
  /** Keyed digest of where the caller comes from: its living places are counted. */
  network?: string | undefined;
}

export interface GrantBatch {
  /** Of the drain lock. */
  token: string;
  max: number;
  clearWake: boolean;
  /** Units that were checked for the fast pass. */
  units?: readonly number[] | undefined;
  /**
   * A lock that is free is taken for so long where more can be granted, and the own lock is given back where nothing
   * is left to do. Missing: only the lock's owner is served, and keeps it.
   */
  lockMs?: number;
  /** Nothing is granted (`clock`) when the server's clock is past this: it was set forward. */
  latestNow?: number | undefined;
}

/**
 * The atomic heart: each method is one script, which checks, changes and logs in one step.
 * Expected outcomes are values; a rejected promise means that Redis could not be asked or that the
 * outcome is unknown. Ids that are no ids and numbers out of range are bugs and throw a RangeError.
 */
export interface Engine {
  /** Makes a new sale known to Redis; never writes over a state or over the marker of a restore. */
  activate(
    saleId: string,
    rules: SaleRules,
    at: { epoch: number; stock: number },
  ): Promise<ActivateOutcome>;
  join(saleId: string, who: Joiner): Promise<JoinOutcome>;
  /** Any number of buyers in one round trip, answered in the same order; none is fine too. */
  position(saleId: string, buyers: readonly string[]): Promise<PositionsOutcome>;
  grant(saleId: string, batch: GrantBatch): Promise<GrantOutcome>;
  /**
   * `token` names the attempt: the same token again gets the same answer. `seq` here, in `extend` and
   * in `leave` is the place that the caller proved: another place of the same buyer is not touched.
   */
  claim(
    saleId: string,
    who: { buyer: string; token: string; leaseMs: number; fence?: number; seq?: number },
  ): Promise<ClaimOutcome>;
  renew(
    saleId: string,
    claim: { buyer: string; attempt: number; leaseMs: number },
  ): Promise<RenewOutcome>;
  /** `fromRecord`: a live order owns a unit that Redis does not know as sold; the record wins. */
  settle(
    saleId: string,
    order: { buyer: string; unit: number; attempt: number; orderId: string; fromRecord?: boolean },
  ): Promise<SettleOutcome>;
  /** `isDeclined`: the payment was declined, which is counted in the hold. */
  void(
    saleId: string,
    claim: { buyer: string; attempt: number; isDeclined?: boolean },
  ): Promise<VoidOutcome>;
  /** `token` names the command, here and below: the same token again gets the same answer. */
  extend(
    saleId: string,
    who: { buyer: string; fence?: number; seq?: number; token?: string },
  ): Promise<ExtendOutcome>;
  leave(
    saleId: string,
    who: { buyer: string; seq?: number; token?: string },
  ): Promise<LeaveOutcome>;
  /**
   * Ends at most `max` (≤ 500) due holds and reports lapsed claims without touching them. Refuses
   * (`clock`) when the server's clock is past `latestNow`.
   */
  sweep(saleId: string, batch: { max: number; latestNow?: number }): Promise<SweepOutcome>;
  /** Takes a hold away; its buyer may join again at the tail. */
  release(saleId: string, who: { buyer: string; token?: string }): Promise<AdminOutcome>;
  /** Takes place or hold away for good: this buyer cannot join this sale again. */
  remove(saleId: string, who: { buyer: string; token?: string }): Promise<AdminOutcome>;
  /**
   * Rules of an older version than the known one change nothing. Those of the same version complete a
   * state that lacks some of them.
   */
  rules(saleId: string, rules: SaleRules): Promise<RulesOutcome>;
  /** The first answer per id is final and repeated. */
  adjust(saleId: string, change: { id: string; by: number }): Promise<AdjustOutcome>;
  /** Gives the unit of a refunded order back to the line; `attempt` is the order's fence. */
  refund(
    saleId: string,
    order: { buyer: string; unit: number; attempt: number },
  ): Promise<RefundOutcome>;
  /**
   * Moves the expiry of every hold back, claimed ones too. With `onceSince` for a jump of the clock:
   * nothing is done when the holds have moved for one since that time.
   */
  shift(
    saleId: string,
    by: { byMs: number; onceSince?: number; token?: string },
  ): Promise<ShiftOutcome>;
  snapshot(saleId: string): Promise<Snapshot | Unavailable>;
  /**
   * Which of these sales are not as they were seen; asks each server, not each sale. A deep one also finds
   * what is not logged: a halt, a marker, damage.
   */
  glance(seen: readonly Seen[], isDeep: boolean): Promise<Glance[]>;
  /** The clock of the server that holds this sale, in ms; also of a frozen or missing sale. */
  time(saleId: string): Promise<number>;
  /** Lets scripts write types of log 2 up to this number (ADR 15); never lowered. */
  allow(saleId: string, number: number): Promise<AllowOutcome>;
  /**
   * Stops granting and changes of stock until a new epoch has put the sale in order. `epoch` is the one
   * in which the contradiction was found: a later one is not halted because of it.
   */
  halt(saleId: string, why: string, epoch?: number): Promise<HaltOutcome>;
  /** Freezes a sale in which no unit is held or paid for, so that it can be deleted. */
  freeze(saleId: string): Promise<FreezeOutcome>;

  /** The log up to `n` is majority-stored: trims what lies more than `keep` entries before it. */
  stored(saleId: string, upTo: { epoch: number; n: number; keep?: number }): Promise<StoredOutcome>;
  /**
   * Entries `from`, `from + 1`, … as far as Redis still has them; also reads a frozen sale. None when an
   * `epoch` is named and the log is that of another one.
   */
  readLog(saleId: string, from: number, count: number, epoch?: number): Promise<LogEntry[]>;

  /**
   * Freezes every other script of this sale until `adopt`, also in an empty Redis. `damage` says why
   * the state must not be adopted, and stays in it for every restorer that follows.
   */
  mark(saleId: string, epoch: number, damage?: string): Promise<MarkOutcome>;
  /** State of a frozen sale, or null when Redis has none. The line itself stays where it is. */
  readState(saleId: string): Promise<SaleState | null>;
  /** Stages the reconciled state and moves it into place, as long as the marker is still this epoch's. */
  adopt(saleId: string, plan: RestorePlan, rules: SaleRules): Promise<AdoptOutcome>;
  /** Deletes all keys of an archived sale. */
  drop(saleId: string): Promise<void>;

  /** The drain lock. `false`: another worker has it. */
  lock(saleId: string, token: string, ttlMs: number): Promise<boolean>;
  renewLock(saleId: string, token: string, ttlMs: number): Promise<boolean>;
  unlock(saleId: string, token: string): Promise<boolean>;

  /** Says that a buyer joined, so that no worker waits for its next idle look. */
  hint(saleId: string): Promise<void>;
  hinted(): Promise<string[]>;
  unhint(saleId: string): Promise<void>;
}
