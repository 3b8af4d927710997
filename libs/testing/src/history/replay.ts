import { createFindings, type LogEntry, type Report, type Violation } from '@flash/fairness';
import { unaskedEntries } from './authors.ts';
import type { Operation } from './operation.ts';
import { type Finding, findPoint, isBefore, type Moment } from './points.ts';
import { type RankQuestion, readTimeline, type Timeline } from './timeline.ts';

export interface ReplayInput {
  /** The whole log of one sale. */
  entries: readonly LogEntry[];
  /** What clients did in it, in any order. */
  operations: readonly Operation[];
  /** Redis was lost on purpose: what was told of entries that were not stored yet cannot be checked. */
  mayLose?: boolean;
  /** A key was damaged on purpose: only what was told in the last epoch is judged. */
  isDamaged?: boolean;
  /** Who stands behind an address that clients use, where the log may have lost the place that tells it. */
  buyers?: ReadonlyMap<string, string>;
  /** All that clients did was recorded: a place or a payment in the log has to be one of these calls. */
  isComplete?: boolean;
  /** The log has changes of a later version on purpose, behind which nothing can be decided. */
  hasLaterTypes?: boolean;
}

/** What is broken once is often broken in each call that follows. */
const PER_CODE_MAX = 20;

/**
 * Replays a sale's log through the sequential model, and checks that there is one order of all calls of
 * clients, each at a moment between its invocation and its return, in which each answer is what the model
 * answers. The log is that order for all changes; what only looked is placed at the earliest moment that
 * fits, which leaves most room to all others, so nothing has to be searched: O(n log n). An unknown outcome
 * may or may not have happened.
 */
export function replay(input: ReplayInput): Violation[] {
  const { entries, operations, mayLose = false, isComplete = false } = input;
  const findings = createFindings(PER_CODE_MAX);
  const { report } = findings;
  const calls = [...operations].sort((a, b) => a.invoke - b.invoke);
  const questions = new Map<Operation, RankQuestion>();
  for (const call of calls) {
    const question = rankQuestionOf(call);
    if (question) {
      questions.set(call, question);
    }
  }
  const timeline = readTimeline(entries, report, [...questions.values()]);
  if (timeline.unknown.size > 0) {
    const types = [...timeline.unknown].join(', ');
    if (!input.hasLaterTypes) {
      report('I9', 'UNDECIDED', `the log has changes of a later version: ${types}`);
    }
    return input.hasLaterTypes ? [] : findings.take();
  }
  const buyerOf = nameBuyers(input, timeline, report);

  const answered = calls
    .filter((call) => call.return !== null && call.result !== null)
    .sort((a, b) => (a.return ?? 0) - (b.return ?? 0));
  const moments = new Map<Operation, Moment>();
  const earliest = new Map<Operation, Moment>();
  const authored = new Map<LogEntry, Operation>();
  let [next, lowest] = [0, { n: 0, at: 0 } as Moment];
  for (const call of calls) {
    for (let one = answered[next]; one && (one.return ?? 0) < call.invoke; one = answered[next]) {
      const moment = moments.get(one);
      lowest = moment && isBefore(lowest, moment) ? moment : lowest;
      next += 1;
    }
    earliest.set(call, lowest);
    if (call.result === null || (input.isDamaged && !isOfLastEpoch(call, timeline))) {
      continue;
    }
    const buyer = buyerOf(call.buyer);
    const rank = questions.get(call)?.rank ?? null;
    const finding = findPoint(timeline, { call, buyer, lowest, rank, mayLose });
    take(call, finding);
  }
  if (isComplete) {
    unaskedEntries({ entries, calls, buyerOf, earliest, moments, authored, report });
  }
  return findings.take();

  function take(call: Operation, finding: Finding): void {
    switch (finding.kind) {
      case 'at':
        moments.set(call, finding.moment);
        if (finding.entry) {
          const other = authored.get(finding.entry);
          if (other) {
            const two = `${other.client} and ${call.client} were both told that they made it`;
            report('I3', 'MADE_TWICE', `entry ${finding.entry.n}: ${two}`);
          }
          authored.set(finding.entry, call);
        }
        return;
      case 'unchecked':
        return;
      case 'breach': {
        const { invariant, code, detail } = finding;
        report(invariant, code, `${call.action} of ${call.buyer} by ${call.client}: ${detail}`);
      }
    }
  }
}

function rankQuestionOf({ result }: Operation): RankQuestion | null {
  if (result?.kind !== 'place' || !result.at || result.place.rank === undefined) {
    return null;
  }
  return { n: result.at.n, seq: result.place.seq ?? 0, rank: null };
}

function isOfLastEpoch({ result }: Operation, timeline: Timeline): boolean {
  const at = result && 'at' in result ? result.at : undefined;
  return at !== undefined && timeline.epoch(at.epoch)?.last === timeline.length;
}

/** Clients know guests by their addresses, the log does not: a seq that was told finds the buyer. */
function nameBuyers(
  { operations, buyers = new Map() }: ReplayInput,
  timeline: Timeline,
  report: Report,
) {
  const names = new Map<string, string>(buyers);
  for (const { buyer, result, client } of operations) {
    // The log's own names are ids, in which no such character stands.
    if (!buyer.includes('@') || result?.kind !== 'place' || !result.place.seq) {
      continue;
    }
    const named = timeline.buyerOfSeq(result.place.seq);
    // It went with Redis, or is not in the log, which is judged where the answer is.
    if (named === undefined) {
      continue;
    }
    const before = names.get(buyer) ?? named;
    if (named !== before) {
      report('I11', 'OTHER_BUYER', `${client} was shown places of two buyers as those of ${buyer}`);
    }
    names.set(buyer, named);
  }
  return (name: string) => names.get(name) ?? name;
}
