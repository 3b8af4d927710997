import type { Invariant, LogEntry } from '@flash/fairness';
import type { Action, Operation, PlaceTold, Point, Refusal, Result } from './operation.ts';
import { lastFrom, type Stretch, type Timeline } from './timeline.ts';

/** After entry `n`, and not before the engine's time `at`. */
export interface Moment {
  n: number;
  at: number;
}

export const isBefore = (a: Moment, b: Moment) => a.n < b.n || (a.n === b.n && a.at < b.at);

export type Finding =
  | { kind: 'at'; moment: Moment; entry?: LogEntry }
  /** The answer says nothing that the log could contradict. */
  | { kind: 'unchecked' }
  | { kind: 'breach'; invariant: Invariant; code: string; detail: string };

interface Question {
  call: Operation;
  /** As the log names the buyer. */
  buyer: string;
  /** What was told before this call began happened up to here. */
  lowest: Moment;
  rank: number | null;
  mayLose: boolean;
}

/** The earliest moment at which this call can have happened, or what its answer contradicts. */
export function findPoint(timeline: Timeline, question: Question): Finding {
  const { call, lowest } = question;
  const { result, action } = call;
  if (!result || (result.kind === 'refused' && result.why === 'rejected')) {
    return { kind: 'unchecked' };
  }
  const told = pointOf(result);
  const known = told && timeline.epoch(told.epoch);
  if (told && (!known || told.n > known.last)) {
    return lostPoint(timeline, question, told);
  }
  if (told && known && told.n < known.first) {
    return breach(action, 'WRONG_POINT', `entry ${told.n} is not of epoch ${told.epoch}`);
  }
  if ('fresh' in result && result.fresh) {
    return ownEntry(timeline, question, told);
  }
  if (result.kind === 'refused' && result.why === 'sold_out') {
    return soldOut(timeline, lowest);
  }
  if (told) {
    return findingAt(timeline, question, told.n);
  }
  return search(timeline, question);
}

const pointOf = (result: Result): Point | undefined =>
  result.kind === 'refused' ? undefined : result.at;

/** Which guarantee is broken when this answer is not what the log says. */
const guarantees: Record<Action, Invariant> = {
  join: 'I9',
  position: 'I9',
  claim: 'I7',
  settle: 'I5',
  void: 'I2',
  confirm: 'I5',
  extend: 'I6',
  leave: 'I2',
  refund: 'I2',
};

function breach(action: Action, code: string, detail: string): Finding {
  return { kind: 'breach', invariant: guarantees[action], code, detail };
}

/** The log ends before: with Redis went what was not stored. */
function lostPoint(timeline: Timeline, { call, lowest, mayLose }: Question, told: Point): Finding {
  const known = timeline.epoch(told.epoch);
  if (!mayLose || told.epoch >= timeline.lastEpoch) {
    return breach(call.action, 'NOT_IN_LOG', `entry ${told.n} of epoch ${told.epoch} is missing`);
  }
  // Nothing of that epoch was stored.
  if (!known) {
    return { kind: 'unchecked' };
  }
  const moment = { n: known.last, at: timeline.times[known.last] ?? 0 };
  return isBefore(moment, lowest) ? { kind: 'unchecked' } : { kind: 'at', moment };
}

/** This very call made an entry of the log. */
function ownEntry(timeline: Timeline, question: Question, told: Point | undefined): Finding {
  const { call, buyer, lowest, mayLose } = question;
  const { action, result } = call;
  const entry = told ? timeline.entries[told.n - 1] : byKey(timeline, question);
  if (!entry) {
    return mayLose
      ? { kind: 'unchecked' }
      : breach(action, 'NOT_IN_LOG', `what was told is not in the log: ${JSON.stringify(result)}`);
  }
  const wrong = whyNotMadeBy(entry, call, buyer);
  if (wrong) {
    return breach(action, 'OTHER_ENTRY', `entry ${entry.n} is another one: ${wrong}`);
  }
  if (lowest.n >= entry.n) {
    const invariant = action === 'join' ? 'I4' : guarantees[action];
    const detail = `entry ${entry.n} was made after ${lowest.n} had been told, and stands before it`;
    return { kind: 'breach', invariant, code: 'BEFORE_ITS_CALL', detail };
  }
  if (result?.kind === 'place') {
    const seen = findingAt(timeline, question, entry.n);
    return seen.kind === 'at' ? { ...seen, entry } : seen;
  }
  return { kind: 'at', moment: { n: entry.n, at: entry.at }, entry };
}

function byKey(timeline: Timeline, { call, buyer }: Question): LogEntry | undefined {
  const { action, result, attempt } = call;
  if (result?.kind === 'place') {
    return timeline.entryOf('join', result.place.seq ?? 0);
  }
  if (result?.kind !== 'done') {
    return undefined;
  }
  switch (action) {
    case 'claim':
      return timeline.entryOf('claim', result.attempt ?? 0);
    case 'settle':
    case 'void':
    case 'refund':
      return timeline.entryOf(action, attempt ?? 0);
    case 'extend':
      return timeline.entryOf('extend', `${buyer} ${result.expiresAt}`);
    default:
      return undefined;
  }
}

function whyNotMadeBy(entry: LogEntry, call: Operation, buyer: string): string | null {
  const { action, result } = call;
  if (entry.type !== action) {
    return `it is ${entry.type}`;
  }
  if (!('buyer' in entry) || entry.buyer !== buyer) {
    return 'it is of another buyer';
  }
  if (result?.kind !== 'done') {
    return null;
  }
  const its = entry.type === 'refund' ? entry.fence : 'attempt' in entry ? entry.attempt : null;
  if (action !== 'claim' && its !== null && its !== call.attempt) {
    return `it is of attempt ${its}`;
  }
  switch (entry.type) {
    case 'leave':
      return (result.gave === 'hold') === (entry.unit !== null) ? null : 'it gave something else';
    case 'void':
      return result.back === entry.back ? null : `the unit is ${entry.back}`;
    case 'extend':
      return result.expiresAt === entry.expiresAt ? null : `until ${entry.expiresAt}`;
    default:
      return null;
  }
}

/** The state after entry n, where the answer says that it looked. */
function findingAt(timeline: Timeline, question: Question, n: number): Finding {
  const { call, buyer, lowest, rank } = question;
  const { action, result } = call;
  const stretches = timeline.stretchesOf(buyer);
  const index = lastFrom(stretches, n);
  const at = lowest.n === n ? lowest.at : (timeline.times[n] ?? 0);
  const match = matchAt(timeline, { stretches, index, n, at, call });
  if (!match) {
    const was = JSON.stringify(stretches[index]);
    const detail = `told ${JSON.stringify(result)} at ${n}, where it is ${was}`;
    return breach(action, 'WRONG_PLACE', detail);
  }
  const toldRank = result?.kind === 'place' ? result.place.rank : undefined;
  if (toldRank !== undefined && toldRank !== rank) {
    const detail = `told rank ${toldRank} at ${n}, where it is ${rank}`;
    return { kind: 'breach', invariant: 'I8', code: 'WRONG_RANK', detail };
  }
  if (n < lowest.n) {
    const detail = `told the state of ${n} after ${lowest.n} had been told`;
    return { kind: 'breach', invariant: 'I8', code: 'STALE', detail };
  }
  return { kind: 'at', moment: { n, at: match.at } };
}

/** The earliest moment from `lowest` on at which the answer is right. */
function search(timeline: Timeline, { call, buyer, lowest, mayLose }: Question): Finding {
  const stretches = timeline.stretchesOf(buyer);
  for (let index = lastFrom(stretches, lowest.n); index < stretches.length; index += 1) {
    const n = Math.max(lowest.n, stretches[index]?.from ?? 0);
    const at = n === lowest.n ? lowest.at : (timeline.times[n] ?? 0);
    const moment = firstMatch(timeline, { stretches, index, n, at, call });
    if (moment) {
      return { kind: 'at', moment };
    }
  }
  // These answers name no moment, so their entries may be among those that went with Redis.
  if (mayLose && (call.action === 'leave' || call.action === 'extend')) {
    return { kind: 'unchecked' };
  }
  const detail = `told ${JSON.stringify(call.result)}, which was true at no moment`;
  return breach(call.action, 'NEVER', detail);
}

interface Candidate {
  stretches: readonly Stretch[];
  index: number;
  n: number;
  at: number;
  call: Operation;
}

/** Only the expiry of a hold depends on the time; it may come while later entries are made. */
function firstMatch(timeline: Timeline, candidate: Candidate): Moment | null {
  const first = matchAt(timeline, candidate);
  if (first) {
    return { n: candidate.n, at: first.at };
  }
  const { stretches, index, call } = candidate;
  const stretch = stretches[index];
  if (stretch?.phase !== 'held' || !asksForExpiry(call)) {
    return null;
  }
  const { times, length } = timeline;
  const end = stretches[index + 1]?.from ?? length + 1;
  for (let n = firstUntil(times, candidate.n + 1, end, stretch.expiresAt); n < end; n += 1) {
    const found = matchAt(timeline, { ...candidate, n, at: times[n] ?? 0 });
    if (found) {
      return { n, at: found.at };
    }
  }
  return null;
}

/** The first moment from `n` on that lasts until this time; holds are only ever moved back. */
function firstUntil(times: Float64Array, n: number, end: number, time: number): number {
  let [low, high] = [n, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle + 1] ?? Number.POSITIVE_INFINITY) >= time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function asksForExpiry({ result }: Operation): boolean {
  return result?.kind === 'refused'
    ? result.why === 'expired'
    : result?.kind === 'place' && result.place.phase === 'expired';
}

/** Whether the answer is right after entry `n`, and from which time on. */
function matchAt(timeline: Timeline, candidate: Candidate): { at: number } | null {
  const { stretches, index, n, at, call } = candidate;
  const stretch = stretches[index];
  const { result } = call;
  if (!result || !stretch || stretch.phase === 'moving') {
    return null;
  }
  const expiresAt = stretch.expiresAt + timeline.shiftedAt(n) - stretch.shifted;
  const actual = { ...stretch, expiresAt };
  if (asksForExpiry(call) && actual.phase === 'held') {
    const until = n < timeline.length ? (timeline.times[n + 1] ?? 0) : Number.POSITIVE_INFINITY;
    const isIts = result.kind !== 'place' || isNamed(result.place.seq, actual.seq);
    const from = Math.max(at, expiresAt);
    return isIts && from <= until ? { at: from } : null;
  }
  const isRight =
    result.kind === 'place'
      ? isPlace(result.place, actual)
      : result.kind === 'refused'
        ? isReason(call, result, actual)
        : isDone(call, result, actual) ||
          (call.action === 'confirm' && willOwn(stretches, index, result.unit));
  return isRight ? { at } : null;
}

const isNamed = (told: number | undefined, actual: number) => told === undefined || told === actual;

function isPlace(told: PlaceTold, actual: Stretch): boolean {
  if (told.phase === 'none') {
    return actual.phase === 'none' || actual.phase === 'left';
  }
  return (
    told.phase === actual.phase &&
    isNamed(told.seq, actual.seq) &&
    isNamed(told.unit, actual.unit) &&
    isNamed(told.fence, actual.fence) &&
    isNamed(told.attempt, actual.attempt) &&
    isNamed(told.expiresAt, actual.expiresAt)
  );
}

/** Phases in which each reason is given; what is missing says nothing about the place. */
const reasons: Partial<Record<Refusal, readonly Stretch['phase'][]>> = {
  known: ['waiting', 'held', 'claimed', 'sold', 'removed'],
  no_hold: ['none', 'left', 'removed', 'waiting'],
  expired: ['expired'],
  claimed: ['claimed'],
  sold: ['sold'],
  nothing: ['none', 'left', 'removed', 'expired'],
};

function isReason(
  { action, attempt }: Operation,
  { why, ...told }: Extract<Result, { kind: 'refused' }>,
  actual: Stretch,
): boolean {
  const { phase } = actual;
  if (why === 'stale') {
    const isOwn = actual.attempt === attempt;
    return !isOwn || !(phase === 'claimed' || (phase === 'sold' && action === 'settle'));
  }
  if (why === 'no_hold' && action === 'extend' && phase === 'sold') {
    return true;
  }
  const isNamedRight = isNamed(told.attempt, actual.attempt) && isNamed(told.unit, actual.unit);
  return (reasons[why]?.includes(phase) ?? true) && isNamedRight;
}

function isDone(
  { action, attempt }: Operation,
  told: Extract<Result, { kind: 'done' }>,
  { phase, ...actual }: Stretch,
): boolean {
  switch (action) {
    case 'claim':
      return phase === 'claimed' && actual.attempt === told.attempt;
    case 'settle':
      return phase === 'sold' && actual.attempt === attempt;
    case 'extend':
      return phase === 'held' && actual.expiresAt === told.expiresAt;
    case 'leave':
    case 'refund':
      return phase === 'left';
    default:
      return false;
  }
}

/** An order is committed while its claim runs, and settled then or by the next epoch. */
function willOwn(stretches: readonly Stretch[], index: number, unit?: number): boolean {
  const now = stretches[index];
  if (now?.phase !== 'claimed') {
    return now?.phase === 'sold' && isNamed(unit, now.unit);
  }
  let next = index + 1;
  while (stretches[next]?.phase === 'moving') {
    next += 1;
  }
  const then = stretches[next];
  return then?.phase === 'sold' && then.unit === now.unit && isNamed(unit, now.unit);
}

function soldOut(timeline: Timeline, lowest: Moment): Finding {
  const { soldOut: stretches, times, length } = timeline;
  for (let i = lastFrom(stretches, lowest.n); i < stretches.length; i += 1) {
    const stretch = stretches[i];
    if (stretch?.isSoldOut) {
      const n = Math.max(stretch.from, lowest.n);
      const at = n === lowest.n ? lowest.at : (times[n] ?? 0);
      return { kind: 'at', moment: { n: Math.min(n, length), at } };
    }
  }
  const detail = 'told that all units are sold, which was true at no moment';
  return { kind: 'breach', invariant: 'I2', code: 'NEVER', detail };
}
