import type { AdminSale, Analytics, AuditEntry } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { actionWords } from '../audit/action-words.ts';
import type { ChartMark } from '../kit/chart/chart.tsx';
import { durationWords, percentOf, waitWords } from '../kit/format.ts';

/** How long after the first point a share of the stock was sold; null if it never was. */
export function timeTo(share: number, { curve, stock }: Pick<Analytics, 'curve' | 'stock'>) {
  const start = curve[0];
  const reached = curve.find(({ sold }) => stock > 0 && sold >= stock * share);
  return start && reached ? Date.parse(reached.at) - Date.parse(start.at) : null;
}

/** The curve in a sentence, also for readers who cannot see it. */
export function paceWords(analytics: Pick<Analytics, 'curve' | 'stock'>): string {
  const shares = [
    ['half', 0.5],
    ['90 %', 0.9],
    ['all', 1],
  ] as const;
  const reached = shares.flatMap(([what, share]) => {
    const ms = timeTo(share, analytics);
    return ms === null
      ? []
      : [{ what, when: ms < 1_000 ? 'within a second' : `after ${durationWords(ms, 1)}` }];
  });
  // Of shares that were reached at the same time, only the largest is named.
  const named = reached.filter(({ when }, at) => when !== reached[at + 1]?.when);
  if (named.length === 0) {
    return 'Less than half of the stock was sold.';
  }
  const text = named.map(({ what, when }, at) =>
    at === 0 ? `${what} of the stock was sold ${when}` : `${what} ${when}`,
  );
  return `From the first arrival, ${text.join(', ')}.`;
}

interface FunnelStep {
  label: string;
  count: number;
  /** As a share of all who joined. */
  ofAll: string;
  /** As a share of the step before; null for the first step. */
  ofStep: string | null;
}

export function funnelSteps({ joined, held, bought }: Analytics['funnel']): FunnelStep[] {
  const step = (label: string, count: number, before: number | null) => ({
    label,
    count,
    ofAll: percentOf(count, joined),
    ofStep: before === null ? null : percentOf(count, before),
  });
  return [
    step('Joined the line', joined, null),
    step('Got a unit on hold', held, joined),
    step('Bought', bought, held),
  ];
}

type Stretch = Analytics['byPlace'][number];

interface Place {
  label: string;
  /** Share of those who joined there and got a hold, from 0 to 1. */
  offered: number;
  bought: number;
  /** The share that bought, in words. */
  words: string;
}

export function placesOf(byPlace: readonly Stretch[]): Place[] {
  return byPlace.map((stretch) => {
    const { joined, held, bought } = stretch;
    const of = (part: number) => (joined === 0 ? 0 : Math.min(1, part / joined));
    return {
      label: labelOf(stretch),
      offered: of(held),
      bought: of(bought),
      words: percentOf(bought, joined),
    };
  });
}

export const labelOf = ({ from, to }: Pick<Stretch, 'from' | 'to'>): string =>
  from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;

/** The columns in a sentence, also for readers who cannot see them. */
export function placeWords(places: readonly Pick<Place, 'label' | 'words'>[]): string {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) {
    return 'No buyers joined.';
  }
  if (places.every(({ words }) => words === first.words)) {
    return `${first.words} bought, both at the front and at the back.`;
  }
  return `At the front (${first.label}) ${first.words} bought, at the back (${last.label}) ${last.words}.`;
}

interface Span {
  from: number;
  to: number;
}

type Window = Pick<AdminSale, 'startsAt' | 'endsAt'>;

/** Start and end of the sale, where the curve shows them. */
export function windowMarks({ startsAt, endsAt }: Window, { from, to }: Span): ChartMark[] {
  const moments = [
    { at: Date.parse(startsAt), label: 'Start' },
    { at: Date.parse(endsAt), label: 'End' },
  ];
  return moments
    .filter(({ at }) => at > from && at < to)
    .map(({ at, label }) => ({ from: (at - from) / (to - from), to: null, label }));
}

export interface SaleEvent {
  at: string;
  words: string;
}

type Entry = Pick<AuditEntry, 'at' | 'action' | 'outcome' | 'before' | 'after' | 'reason'>;

/** What the marks stand for, in words and in order: also for readers who cannot see the charts. */
export function eventsOf(sale: Window, entries: readonly Entry[], now: number): SaleEvent[] {
  const events = entries
    .filter(({ outcome }) => outcome === 'done')
    .map((entry) => ({ at: entry.at, words: wordsOf(entry) }));
  const isEndedByTeam = entries.some(({ action }) => action === 'sale.end');
  const passed = [
    { at: sale.startsAt, words: 'The sale started' },
    ...(isEndedByTeam ? [] : [{ at: sale.endsAt, words: 'The sale ended' }]),
  ].filter(({ at }) => Date.parse(at) <= now);
  return [...passed, ...events].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function wordsOf({ action, before, after, reason }: Entry): string {
  const words = action === 'sale.stock' ? stockWords(before, after) : actionWords(action);
  return reason ? `${words}: ${reason}` : words;
}

function stockWords(before: unknown, after: unknown): string {
  const [was, is] = [stockIn(before), stockIn(after)];
  return was === null || is === null
    ? actionWords('sale.stock')
    : `Changed the stock from ${formatCount(was)} to ${formatCount(is)}`;
}

function stockIn(state: unknown): number | null {
  const isObject = typeof state === 'object' && state !== null;
  return isObject && 'stock' in state && typeof state.stock === 'number' ? state.stock : null;
}

export interface Bar {
  label: string;
  /** Of the axis; more than 1 where a bar is longer than it. */
  share: number;
  words: string;
}

/** One wait that is so many times as long as nine tenths of them would make their bars unreadable. */
const OUTLIER = 4;
const MARGIN = 1.25;

/** How long the quickest 10 %, 20 % … of all waits were; a single very long one does not set the scale. */
export function waitBars(deciles: readonly number[]): Bar[] {
  const last = deciles.at(-1) ?? 0;
  const most = deciles.at(-2) ?? last;
  const isOutlier = most > 0 && last > OUTLIER * most;
  const axis = Math.max(1, isOutlier ? most * MARGIN : last);
  return deciles.map((ms, at) => {
    const isLast = at === deciles.length - 1;
    const words = isLast ? `within ${waitWords(ms, 1)}` : waitWords(ms, 1);
    return {
      label: isLast ? 'All' : `${(at + 1) * 10} %`,
      share: ms / axis,
      words: isLast && isOutlier ? `${words}, beyond the scale` : words,
    };
  });
}
