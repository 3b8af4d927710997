import type { LogEntry, Report } from '@flash/fairness';
import type { Action, Operation } from './operation.ts';
import type { Moment } from './points.ts';

interface Input {
  entries: readonly LogEntry[];
  calls: readonly Operation[];
  buyerOf: (name: string) => string;
  /** What had been told before each call began. */
  earliest: ReadonlyMap<Operation, Moment>;
  /** Where each answer was found right. */
  moments: ReadonlyMap<Operation, Moment>;
  /** Entries that a call was told to have made. */
  authored: ReadonlyMap<LogEntry, Operation>;
  report: Report;
}

/** Only clients make these. */
const made = new Set<string>(['join', 'claim', 'extend', 'leave'] satisfies Action[]);

/**
 * Reports each entry that no call can have made. A call whose answer does not say that it made something,
 * or that was never answered, may have made one entry of its kind that was logged after the call began.
 */
export function unaskedEntries(input: Input): void {
  const { entries, calls, buyerOf, earliest, moments, authored, report } = input;
  const open = new Map<string, { from: number; to: number }[]>();
  for (const call of calls) {
    const { result, action, buyer } = call;
    const isRefused = result?.kind === 'refused';
    if (isRefused || (result && 'fresh' in result && result.fresh)) {
      continue;
    }
    const to = result === null ? Number.POSITIVE_INFINITY : (moments.get(call)?.n ?? 0);
    const key = `${action} ${buyerOf(buyer)}`;
    const known = open.get(key) ?? [];
    known.push({ from: earliest.get(call)?.n ?? 0, to });
    open.set(key, known);
  }
  for (const entry of entries) {
    if (!made.has(entry.type) || !('buyer' in entry) || authored.has(entry)) {
      continue;
    }
    const candidates = open.get(`${entry.type} ${entry.buyer}`) ?? [];
    // The one with the least time left: another entry may still find a call among the others.
    const best = candidates
      .filter(({ from, to }) => from < entry.n && to >= entry.n)
      .sort((a, b) => a.to - b.to)[0];
    if (!best) {
      report('I3', 'UNASKED', `entry ${entry.n}, ${entry.type} of ${entry.buyer}: no call made it`);
      continue;
    }
    candidates.splice(candidates.indexOf(best), 1);
  }
}
