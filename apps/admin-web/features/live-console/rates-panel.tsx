import { Table } from '@mantine/core';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { rateWords } from '../kit/format.ts';
import { HISTORY_MS } from './console.ts';
import classes from './curve.module.css';
import { areaPath, HEIGHT, linePath, WIDTH } from './curve-path.ts';
import { Panel } from './panel.tsx';
import {
  axisMax,
  extremesOf,
  type RateOf,
  ratesOf,
  type Sample,
  valueAt,
  waitingOf,
} from './rates.ts';
import type { View } from './view.ts';

/** How fast people come, are served and buy: one small picture each, because their sizes differ. */
export function CurvesPanel({ view }: { view: View }) {
  const { overview, history, ages, now } = view;
  const [back, setBack] = useState<number | null>(null);
  // Made when numbers come, not when only their age changes.
  const series = useMemo(() => seriesOf(overview, history), [overview, history]);
  const end = Date.parse(history.at(-1)?.at ?? overview.serverNow);
  return (
    <Panel title="The last two minutes" at={ages.counts} now={now} area="curves">
      <div className={classes.curves}>
        {series.map((one) => (
          <Curve key={one.name} series={one} end={end} back={back} onPoint={setBack} />
        ))}
      </div>
      <CurveTable series={series} end={end} />
    </Panel>
  );
}

function seriesOf({ rates, waiting }: View['overview'], history: View['history']): Series[] {
  const rate = (name: RateOf, label: string, current: number) => ({
    name,
    label: `${label} per second`,
    samples: ratesOf(history, name),
    current,
  });
  return [
    rate('joined', 'Joins', rates.joins),
    rate('granted', 'Holds started', rates.grants),
    rate('sold', 'Orders paid', rates.confirms),
    { name: 'waiting', label: 'People waiting', samples: waitingOf(history), current: waiting },
  ];
}

export interface Series {
  name: 'joined' | 'granted' | 'sold' | 'waiting';
  label: string;
  samples: readonly Sample[];
  /** The figure of this moment, said large. */
  current: number;
}

interface CurveProps {
  series: Series;
  /** The last moment of the axis. */
  end: number;
  /** How many seconds back the user points; all curves of a panel share it. */
  back: number | null;
  onPoint: (back: number | null) => void;
}

export const Curve = memo(function Curve({ series, end, back, onPoint }: CurveProps) {
  const { name, label, samples, current } = series;
  const extremes = extremesOf(samples);
  const pointed = back === null ? null : valueAt(samples, end - back * 1_000);
  const pointedWords =
    back === null ? null : `${back} s ago: ${pointed === null ? 'not known' : rateWords(pointed)}`;
  return (
    <div className={classes.curve} data-name={name}>
      <div className={classes.head}>
        <span className={classes.name}>
          <svg viewBox="0 0 20 8" aria-hidden="true">
            <path className={classes.line} d="M0 4L20 4" />
          </svg>
          {label}
        </span>
        <strong>{rateWords(current)}</strong>
      </div>
      <CurvePlot
        samples={samples}
        end={end}
        max={axisMax(samples)}
        back={back}
        label={`${label}, the last two minutes`}
        valueText={pointedWords ?? `now: ${rateWords(current)}`}
        onPoint={onPoint}
      />
      <div className={classes.times} aria-hidden="true">
        <span>−2 min</span>
        <span>−1 min</span>
        <span>now</span>
      </div>
      <div className={classes.at}>
        {pointedWords ??
          (extremes
            ? `min ${rateWords(extremes.min)} · max ${rateWords(extremes.max)}`
            : 'nothing yet')}
      </div>
    </div>
  );
});

interface CurvePlotProps {
  samples: readonly Sample[];
  end: number;
  max: number;
  back: number | null;
  label: string;
  valueText: string;
  onPoint: (back: number | null) => void;
}

const SECONDS = HISTORY_MS / 1_000;
const steps: Record<string, number> = {
  ArrowLeft: 1,
  ArrowDown: 1,
  ArrowRight: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: SECONDS,
  End: -SECONDS,
};

/** The drawing itself: pointed at by mouse or finger, or walked through with the arrow keys. */
export function CurvePlot(props: CurvePlotProps) {
  const { samples, end, max, back, label, valueText, onPoint } = props;
  const frame = { from: end - HISTORY_MS, to: end, max };
  const x = back === null ? null : (1 - back / SECONDS) * WIDTH;

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    onPoint(within(Math.round((1 - share) * SECONDS)));
  };
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onPoint(null);
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onPoint(within((back ?? 0) + step));
  };

  return (
    <div
      className={classes.plot}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={-SECONDS}
      aria-valuemax={0}
      aria-valuenow={-(back ?? 0)}
      aria-valuetext={valueText}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(null)}
      onKeyDown={walk}
      onBlur={() => onPoint(null)}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            className={classes.axis}
            {...{ x1: 0, x2: WIDTH, y1: share * HEIGHT, y2: share * HEIGHT }}
          />
        ))}
        <path className={classes.area} d={areaPath(samples, frame)} />
        <path className={classes.line} d={linePath(samples, frame)} />
        {x !== null && <line className={classes.cursor} {...{ x1: x, x2: x, y1: 0, y2: HEIGHT }} />}
      </svg>
      {[1, 0.5, 0].map((share) => (
        <span
          key={share}
          aria-hidden="true"
          className={classes.tick}
          style={{ top: `${(1 - share) * 100}%` }}
        >
          {rateWords(share * max)}
        </span>
      ))}
    </div>
  );
}

const within = (back: number) => Math.min(SECONDS, Math.max(0, back));

const EVERY_SECONDS = 10;
const ROWS = 12;

/** The same as a table, for readers who cannot see a curve. Made only while it is open. */
export function CurveTable({ series, end }: { series: readonly Series[]; end: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section tabIndex={0} aria-label="The curves as a table">
          <Table className="numbers">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                {series.map(({ name, label }) => (
                  <Table.Th key={name}>{label}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {Array.from({ length: ROWS + 1 }, (_, row) => row * EVERY_SECONDS).map((back) => (
                <Table.Tr key={back}>
                  <Table.Td>{back === 0 ? 'now' : `${back} s ago`}</Table.Td>
                  {series.map(({ name, samples }) => (
                    <Table.Td key={name}>{wordsAt(valueAt(samples, end - back * 1_000))}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </details>
  );
}

const wordsAt = (value: number | null) => (value === null ? '–' : rateWords(value));
