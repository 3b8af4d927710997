import type { LogEntry } from '../entry.ts';
import { applyEntry, gapBefore } from '../fold.ts';
import { emptyFold, type Fold } from '../fold-state.ts';
import { judgeAnswers, judgeCounts, judgeLog, judgeOrders, judgeOrigins } from './books.ts';
import { createHoldRules, createUnitOwners } from './hold-rules.ts';
import type { AuditOptions, Judged } from './input.ts';
import { createIdleWatch, createLineOrder, overlaps } from './line-rules.ts';
import { createFindings, type Violation } from './violation.ts';

export interface Auditor {
  /** The next entry of the log. */
  read(entry: LogEntry): void;
  /** What was broken since the last call, by the log and by the state as it is now. */
  judge(judged: Judged): Violation[];
  fold: Fold;
}

/** Reads a sale's log as it grows, and says what about it and about the stores is not right. */
export function createAuditor(options: AuditOptions = {}): Auditor {
  const { lateMs = 1_000, graceMs = 10_000, exempt = [], honourHoldsAfterEnd = true } = options;
  const fold = emptyFold();
  const { report, take } = createFindings();
  const window = options.window ?? null;
  /** The last moment at which waiting was allowed: paused, closed or being restored. */
  let restUntil = 0;

  const order = createLineOrder(report);
  const owners = createUnitOwners(report);
  const idle = createIdleWatch(report, { lateMs, graceMs, exempt, window, headOf: order.headOf });
  const holds = createHoldRules(report, {
    lateMs,
    isExempt: (now, from, to) =>
      now.paused ||
      now.closed ||
      isOver(now, to) ||
      restUntil >= from ||
      overlaps(exempt, from, to),
    endsHolds: (now, at) => !honourHoldsAfterEnd && (now.closed || isOver(now, at)),
  });

  function isOver(now: Fold, at: number): boolean {
    const known = now.window ?? window;
    return known !== null && at >= known.endsAt;
  }

  return {
    fold,
    read(entry) {
      const gap = gapBefore(fold, entry);
      if (gap && !(options.partial && fold.n === 0)) {
        report('I9', 'LOG_GAP', gap);
      }
      // Behind a change that this version does not know its rules would accuse the innocent.
      if (fold.unknown.size > 0) {
        applyEntry(fold, entry);
        return;
      }
      idle.before(fold, entry);
      order.before(fold, entry);
      holds.before(fold, entry);
      if (fold.paused || fold.closed || entry.type === 'adopt') {
        restUntil = entry.at;
      }
      owners.apply(fold, entry, () => applyEntry(fold, entry));
      order.after(fold, entry);
      idle.after(fold, entry);
    },
    judge(judged) {
      const { sale, snapshot, orders, now } = judged;
      judgeOrders(report, sale, orders);
      judgeAnswers(report, judged);
      if (!snapshot || sale.restoring) {
        return take();
      }
      judgeCounts(report, { ...judged, snapshot });
      if (fold.unknown.size > 0) {
        return take();
      }
      judgeLog(report, fold, snapshot);
      if (fold.n === snapshot.n && fold.epoch === snapshot.epoch) {
        order.collect(now);
        if (!options.partial) {
          judgeOrigins(report, fold, holds, orders);
        }
        if (!snapshot.paused && !snapshot.closed && snapshot.halted === '') {
          idle.judge(fold, now);
          holds.overdue(fold, now);
        }
      }
      return take();
    },
  };
}

/** One judgement over a whole history. Best taken when nothing is under way. */
export function audit(
  input: Judged & { entries: Iterable<LogEntry>; options?: AuditOptions },
): Violation[] {
  const { entries, options, ...judged } = input;
  const log = Array.from(entries);
  const wasEdited = log.some((entry) => entry.type === 'edit');
  const auditor = createAuditor({
    honourHoldsAfterEnd: judged.sale.honourHoldsAfterEnd,
    window: wasEdited ? null : judged.sale,
    ...options,
  });
  for (const entry of log) {
    auditor.read(entry);
  }
  const told = judged.snapshot?.n ?? 0;
  const found = auditor.judge(judged);
  if (auditor.fold.n >= told) {
    return found;
  }
  const detail = `the log ends at ${auditor.fold.n}, the line is at ${told}`;
  return [...found, { invariant: 'I9', code: 'LOG_GAP', detail }];
}
