import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import classes from './analytics.module.css';
import { type Frame, roundUp, stepPath } from './step-path.ts';

const SIZE = { width: 720, height: 200 };

interface CurveChartProps {
  curve: Analytics['curve'];
  /** Which running total; the axis ends at `top`, or above the largest one. */
  name: 'sold' | 'waiting';
  top?: number;
}

/** One total over the time of the sale. The table below it says the same in numbers. */
export function CurveChart({ curve, name, top }: CurveChartProps) {
  const points = curve.map((point) => ({ at: Date.parse(point.at), value: point[name] }));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(...points.map(({ value }) => value));
  const max = top ?? roundUp(most);
  // Half a person cannot wait.
  const ticks = max % 2 === 0 ? [1, 0.5, 0] : [1, 0];
  const frame: Frame = { ...SIZE, from: first.at, to: last.at, max };
  const line = stepPath(points, frame);
  return (
    <div className={classes.chart} data-name={name}>
      <div className={classes.plot}>
        <svg
          viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {ticks.map((share) => (
            <path
              key={share}
              className={classes.rule}
              d={`M0 ${share * SIZE.height}H${SIZE.width}`}
            />
          ))}
          <path className={classes.area} d={`${line}V${SIZE.height}H0Z`} />
          <path className={classes.curve} d={line} />
        </svg>
        {ticks.map((share) => (
          <span
            key={share}
            aria-hidden="true"
            className={classes.tick}
            style={{ top: `${(1 - share) * 100}%` }}
          >
            {formatCount(share * max)}
          </span>
        ))}
      </div>
      <div className={classes.times} aria-hidden="true">
        <span>{clockOf(first.at)}</span>
        <span>{clockOf((first.at + last.at) / 2)}</span>
        <span>{clockOf(last.at)}</span>
      </div>
    </div>
  );
}

const clockOf = (at: number) =>
  new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
