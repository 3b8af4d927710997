import type { AdminSale, AuditEntry, HistoryPoint } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { useMemo } from 'react';
import { type ChartMark, Curve, Plot } from '../../kit/chart/chart.tsx';
import { axisMax } from '../../kit/chart/paths.ts';
import { percentOf, rateWords, timeOf } from '../../kit/format.ts';
import type { View } from '../view.ts';
import { paceOf, soldPerMinute, soldSamples } from './figures.ts';
import classes from './wall.module.css';
import { lengthWords } from './words.ts';

export interface Span {
  from: number;
  to: number;
}

const SHORTEST_MS = 60_000;
/** A sale that sold out early would be a single step at the left edge. */
const AFTER_SELL_OUT = 0.08;

/** From the start until now, or until shortly after the last unit was sold. */
export function spanOfSale(
  { startsAt, endsAt }: Pick<AdminSale, 'startsAt' | 'endsAt'>,
  soldOutAt: string | null,
  { serverNow, overview }: Pick<View, 'serverNow' | 'overview'>,
): Span {
  const from = Date.parse(startsAt);
  // Whole seconds, so that the charts are not drawn again each time the clock is.
  const now = Math.min(Math.floor(serverNow / 1_000) * 1_000, Math.max(from, Date.parse(endsAt)));
  const isSoldOut = soldOutAt !== null && overview.sold >= overview.stock;
  const lastSale = isSoldOut ? Date.parse(soldOutAt) : now;
  const to = isSoldOut ? lastSale + AFTER_SELL_OUT * (lastSale - from) : now;
  return { from, to: Math.max(from + SHORTEST_MS, Math.min(to, Math.max(now, from))) };
}

interface SoldPanelProps {
  totals: readonly HistoryPoint[];
  span: Span;
  stock: number;
  actions: readonly AuditEntry[];
}

export function SoldPanel({ totals, span, stock, actions }: SoldPanelProps) {
  const { from, to } = span;
  const samples = useMemo(() => soldSamples(totals, from, to), [totals, from, to]);
  const sold = samples.at(-1)?.value ?? 0;
  const lines = stock % 2 === 0 ? [0, 0.5, 1] : [0, 1];
  return (
    <section className={`${classes.card} ${classes.chart}`} aria-label="Sold" data-area="sold">
      <h2>
        Sold over time <strong>{percentOf(sold, stock)}</strong>
      </h2>
      <Plot
        height="auto"
        className={classes.plot}
        ticks={lines.map((share) => ({ share, label: formatCount(share * stock) }))}
        times={<Times span={span} hasMiddle />}
        marks={marksOf(actions, span)}
      >
        <Curve
          samples={samples}
          frame={{ ...span, max: stock }}
          shape="steps"
          tone="sold"
          lines={lines}
        />
      </Plot>
    </section>
  );
}

interface PacePanelProps {
  totals: readonly HistoryPoint[];
  span: Span;
  isRunning: boolean;
}

const LINES = [0, 1];

export function PacePanel({ totals, span, isRunning }: PacePanelProps) {
  const { from: start, to: end } = span;
  const { samples, binMs, now } = useMemo(() => {
    const part = { from: start, to: end };
    return { ...soldPerMinute(totals, part), now: paceOf(totals, part) };
  }, [totals, start, end]);
  const pace = isRunning ? now : null;
  const max = axisMax(samples);
  const from = samples[0]?.at ?? span.from;
  const to = (samples.at(-1)?.at ?? span.to - binMs) + binMs;
  return (
    <section className={`${classes.card} ${classes.chart}`} aria-label="Pace" data-area="pace">
      <h2>
        Sold per minute <strong>{pace ? rateWords(pace.perMinute) : '–'}</strong>
      </h2>
      <Plot
        height="auto"
        className={classes.plot}
        ticks={LINES.map((share) => ({ share, label: rateWords(share * max) }))}
        times={<Times span={{ from, to }} />}
      >
        <Curve
          samples={samples}
          frame={{ from, to, max }}
          shape="steps"
          tone="waiting"
          lines={LINES}
        />
      </Plot>
      <small>
        {pace ? `Average of ${lengthWords(pace.overMs)}. ` : ''}
        {`Each step is ${lengthWords(binMs)}.`}
      </small>
    </section>
  );
}

function Times({ span: { from, to }, hasMiddle = false }: { span: Span; hasMiddle?: boolean }) {
  const hasSeconds = to - from < 10 * 60_000;
  return (
    <>
      <span>{timeOf(from, hasSeconds)}</span>
      {hasMiddle && <span>{timeOf((from + to) / 2, hasSeconds)}</span>}
      <span>{timeOf(to, hasSeconds)}</span>
    </>
  );
}

type Entry = Pick<AuditEntry, 'at' | 'action' | 'outcome' | 'before' | 'after'>;

/** Names closer than this share of the axis would cover each other; the later one is kept. */
const NAME_GAP = 0.09;

/** Pauses as bands, changes of the stock and an end by the team as lines, from the audit log of a sale. */
export function marksOf(entries: readonly Entry[], { from, to }: Span): ChartMark[] {
  const length = Math.max(1, to - from);
  const shareOf = (at: number) => Math.min(1, Math.max(0, (at - from) / length));
  const marks: ChartMark[] = [];
  let pausedAt: number | null = null;
  const done = entries.filter(({ outcome }) => outcome === 'done');
  for (const entry of done.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const at = Date.parse(entry.at);
    if (at > to) {
      break;
    }
    if (entry.action === 'sale.pause') {
      pausedAt ??= at;
    } else if (entry.action === 'sale.resume' && pausedAt !== null) {
      if (at > from) {
        marks.push({ from: shareOf(pausedAt), to: shareOf(at), label: 'Paused' });
      }
      pausedAt = null;
    } else if (entry.action === 'sale.stock' && at >= from) {
      marks.push({ from: shareOf(at), to: null, label: stockWords(entry) });
    } else if (entry.action === 'sale.end' && at >= from) {
      marks.push({ from: shareOf(at), to: null, label: 'Ended' });
    }
  }
  if (pausedAt !== null) {
    marks.push({ from: shareOf(pausedAt), to: 1, label: 'Paused' });
  }
  return withRoomForNames(marks);
}

function stockWords({ before, after }: Entry): string {
  const change = stockIn(after) - stockIn(before);
  return Number.isNaN(change) ? 'Stock' : `Stock ${change < 0 ? '−' : '+'}${Math.abs(change)}`;
}

function stockIn(state: unknown): number {
  const isObject = typeof state === 'object' && state !== null;
  return isObject && 'stock' in state ? Number(state.stock) : Number.NaN;
}

function withRoomForNames(marks: readonly ChartMark[]): ChartMark[] {
  const ordered = [...marks].sort((a, b) => a.from - b.from);
  return ordered.map((mark, index) => {
    const next = ordered[index + 1];
    const isCovered = next !== undefined && next.from - mark.from < NAME_GAP;
    return isCovered ? { ...mark, label: '' } : mark;
  });
}
