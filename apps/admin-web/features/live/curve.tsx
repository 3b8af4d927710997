import { memo } from 'react';
import classes from './curve.module.css';
import { axisMax, extremesOf, type Sample, valueAt } from './curve.ts';
import { CurvePlot } from './curve-plot.tsx';
import { rateWords } from './spans.ts';

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
