import { Temporal } from 'temporal-polyfill';
import { clockParts, relativeWords } from '../kit/format.ts';

/** Which of two equal clock times is meant, in the night when clocks are set back. */
export type Fold = 'earlier' | 'later';

type WallTime =
  | { kind: 'moment'; at: number }
  /** Clocks skip this time: they go from `before` to `after`. */
  | { kind: 'gap'; before: string; after: string }
  | { kind: 'twice'; earlier: number; later: number }
  | { kind: 'unreadable' };

/** The moment that `2027-03-28T02:30` means in a zone; an ambiguous time is reported, not guessed. */
export function readWall(text: string, timeZone: string, fold?: Fold | null): WallTime {
  const wall = plainOf(text);
  if (!wall) {
    return { kind: 'unreadable' };
  }
  try {
    return {
      kind: 'moment',
      at: wall.toZonedDateTime(timeZone, { disambiguation: 'reject' }).epochMilliseconds,
    };
  } catch {
    return notOnce(wall, timeZone, fold);
  }
}

function notOnce(wall: Temporal.PlainDateTime, timeZone: string, fold?: Fold | null): WallTime {
  try {
    const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
      wall.toZonedDateTime(timeZone, { disambiguation }),
    );
    if (!earlier || !later) {
      return { kind: 'unreadable' };
    }
    if (earlier.toPlainDateTime().equals(wall)) {
      const both = { earlier: earlier.epochMilliseconds, later: later.epochMilliseconds };
      return fold ? { kind: 'moment', at: both[fold] } : { kind: 'twice', ...both };
    }
    const change = earlier.getTimeZoneTransition('next');
    return change
      ? { kind: 'gap', ...aroundGap(change) }
      : { kind: 'gap', before: clockOf(earlier), after: clockOf(later) };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** What clocks show at the change: the time they leave and the time they jump to. */
function aroundGap(change: Temporal.ZonedDateTime) {
  const offset = change.subtract({ nanoseconds: 1 }).offsetNanoseconds;
  const before = Temporal.Instant.fromEpochMilliseconds(
    change.epochMilliseconds + offset / 1_000_000,
  ).toZonedDateTimeISO('UTC');
  return { before: clockOf(before), after: clockOf(change) };
}

const clockOf = (time: Temporal.ZonedDateTime): string =>
  time.toPlainTime().toString({ smallestUnit: 'minute' });

function plainOf(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) {
    return null;
  }
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}

/** The clock time of a moment in a zone, in the format of `datetime-local`. */
export function wallOf(at: number, timeZone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const hasSeconds = time.second !== 0;
  return time.toPlainDateTime().toString({ smallestUnit: hasSeconds ? 'second' : 'minute' });
}

/** Which of the two a moment is, when its clock time comes twice; null otherwise. */
export function foldOf(at: number, timeZone: string): Fold | null {
  const read = readWall(wallOf(at, timeZone), timeZone);
  if (read.kind !== 'twice') {
    return null;
  }
  return at - (at % 1_000) === read.later ? 'later' : 'earlier';
}

export function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== null;
  } catch {
    return false;
  }
}

interface PreviewLine {
  label: string;
  words: string;
}

/** A moment in the sale's zone, the reader's and UTC, and how far away it is. */
export function previewTimes(at: number, saleZone: string, readersZone: string, now: number) {
  const same = saleZone === readersZone;
  const lines: PreviewLine[] = [
    { label: same ? 'Your time is the same' : 'Sale', words: momentIn(at, saleZone) },
  ];
  if (!same) {
    lines.push({ label: 'You', words: momentIn(at, readersZone) });
  }
  if (saleZone !== 'UTC' && readersZone !== 'UTC') {
    lines.push({ label: 'UTC', words: momentIn(at, 'UTC') });
  }
  return { lines, away: relativeWords(at, now) };
}

export function momentIn(at: number, timeZone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...clockParts(false),
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}
