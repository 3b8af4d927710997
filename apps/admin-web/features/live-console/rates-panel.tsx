import { Table } from '@mantine/core';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { ChartTable, Curve, CurveKey, type CurveTone, Plot } from '../kit/chart/chart.tsx';
import { axisMax, type Sample } from '../kit/chart/paths.ts';
import { rateWords } from '../kit/format.ts';
import { HISTORY_MS } from './console.ts';
import classes from './live.module.css';
import { AgedPanel } from './panels.tsx';
import { BIN_MS, extremesOf, type RateOf, ratesOf, valueAt, waitingOf } from './rates.ts';
import type { View } from './view.ts';

const HISTORY_SECONDS = HISTORY_MS / 1_000;
const LINES = [0, 0.5, 1];
const SECONDS = 60;
/** The history has a point each second, and may miss one. */
const SAMPLE_MS = 2_000;

interface Series {
  label: string;
  tone: CurveTone;
  samples: readonly Sample[];
  /** The figure of this moment, shown large. */
  current: number;
  /** For how long a sample stands. */
  validMs: number;
}

/** How fast buyers join, are served and pay. One small chart each, because their sizes differ. */
export function RatesPanel({ view }: { view: View }) {
  const { overview, history, ages, now } = view;
  const [secondsAgo, setSecondsAgo] = useState<number | null>(null);
  // Computed when numbers come, not when only their age changes.
  const series = useMemo(() => seriesOf(overview, history), [overview, history]);
  const end = Date.parse(history.at(-1)?.at ?? overview.serverNow);
  return (
    <AgedPanel title="The last two minutes" at={ages.counts} now={now} area="rates">
      <div className={classes.rates}>
        {series.map((one) => (
          <RateChart
            key={one.label}
            series={one}
            end={end}
            secondsAgo={secondsAgo}
            onPoint={setSecondsAgo}
          />
        ))}
      </div>
      <RatesTable series={series} end={end} />
    </AgedPanel>
  );
}

function seriesOf({ rates, waiting }: View['overview'], history: View['history']): Series[] {
  const rate = (name: RateOf, label: string, tone: CurveTone, perSecond: number): Series => {
    const samples = ratesOf(history, name);
    return {
      label: `${label} per minute`,
      tone,
      samples,
      current: samples.at(-1)?.value ?? perSecond * SECONDS,
      validMs: BIN_MS,
    };
  };
  return [
    rate('joined', 'Joins', 'waiting', rates.joins),
    rate('granted', 'Holds started', 'held', rates.grants),
    rate('sold', 'Orders paid', 'sold', rates.confirms),
    {
      label: 'People waiting',
      tone: 'claimed',
      samples: waitingOf(history),
      current: waiting,
      validMs: SAMPLE_MS,
    },
  ];
}

interface RateChartProps {
  series: Series;
  /** The last moment of the axis. */
  end: number;
  /** How far back the reader points; the charts of the panel share it. */
  secondsAgo: number | null;
  onPoint: (secondsAgo: number | null) => void;
}

const RateChart = memo(function RateChart({ series, end, secondsAgo, onPoint }: RateChartProps) {
  const { label, tone, samples, current, validMs } = series;
  const isRate = validMs === BIN_MS;
  const max = axisMax(samples);
  const extremes = extremesOf(samples);
  const pointed = secondsAgo === null ? null : pointedWords(series, end, secondsAgo);
  return (
    <div>
      <div className={classes.rateHead}>
        <span className={classes.rateName}>
          <CurveKey tone={tone} />
          {label}
        </span>
        <strong>{rateWords(current)}</strong>
      </div>
      <Plot
        height="6.5rem"
        ticks={LINES.map((share) => ({ share, label: rateWords(share * max) }))}
        times={
          <>
            <span>−2 min</span>
            <span>−1 min</span>
            <span>now</span>
          </>
        }
        className={classes.ratePlot}
        {...slider(label, pointed ?? `now: ${rateWords(current)}`, secondsAgo, onPoint)}
      >
        <Curve
          samples={samples}
          // Rates end with the last complete bin.
          frame={{ from: end - HISTORY_MS, to: isRate ? lastBinEnd(end) : end, max }}
          shape={isRate ? 'steps' : 'line'}
          tone={tone}
          lines={LINES}
          cursor={secondsAgo === null ? null : 1 - secondsAgo / HISTORY_SECONDS}
        />
      </Plot>
      <div className={classes.rateWords}>
        {pointed ??
          (extremes
            ? `min ${rateWords(extremes.min)} · max ${rateWords(extremes.max)}`
            : 'no data yet')}
      </div>
    </div>
  );
});

const lastBinEnd = (end: number) => Math.floor(end / BIN_MS) * BIN_MS;

function pointedWords({ samples, validMs }: Series, end: number, secondsAgo: number): string {
  const value = valueAt(samples, end - secondsAgo * 1_000, validMs);
  return `${secondsAgo} s ago: ${value === null ? 'not known' : rateWords(value)}`;
}

const stepOfKey: Record<string, number> = {
  ArrowLeft: 1,
  ArrowDown: 1,
  ArrowRight: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: HISTORY_SECONDS,
  End: -HISTORY_SECONDS,
};

/** What lets a reader point at a moment: with a mouse, a finger or the arrow keys. */
function slider(
  label: string,
  valueText: string,
  secondsAgo: number | null,
  onPoint: RateChartProps['onPoint'],
) {
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    onPoint(withinHistory(Math.round((1 - share) * HISTORY_SECONDS)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      return onPoint(null);
    }
    const step = stepOfKey[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    onPoint(withinHistory((secondsAgo ?? 0) + step));
  };
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': `${label}, the last two minutes`,
    'aria-valuemin': -HISTORY_SECONDS,
    'aria-valuemax': 0,
    'aria-valuenow': -(secondsAgo ?? 0),
    'aria-valuetext': valueText,
    onPointerMove: point,
    onPointerDown: point,
    onPointerLeave: () => onPoint(null),
    onKeyDown,
    onBlur: () => onPoint(null),
  };
}

const withinHistory = (secondsAgo: number) => Math.min(HISTORY_SECONDS, Math.max(0, secondsAgo));

const TABLE_STEP_SECONDS = 10;
const TABLE_ROWS = Array.from(
  { length: HISTORY_SECONDS / TABLE_STEP_SECONDS + 1 },
  (_, row) => row * TABLE_STEP_SECONDS,
);

function RatesTable({ series, end }: { series: readonly Series[]; end: number }) {
  return (
    <ChartTable label="The curves as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          {series.map(({ label }) => (
            <Table.Th key={label}>{label}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {TABLE_ROWS.map((secondsAgo) => (
          <Table.Tr key={secondsAgo}>
            <Table.Td>{secondsAgo === 0 ? 'now' : `${secondsAgo} s ago`}</Table.Td>
            {series.map(({ label, samples, validMs }) => (
              <Table.Td key={label}>
                {wordsAt(valueAt(samples, end - secondsAgo * 1_000, validMs))}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ChartTable>
  );
}

const wordsAt = (value: number | null) => (value === null ? '–' : rateWords(value));
