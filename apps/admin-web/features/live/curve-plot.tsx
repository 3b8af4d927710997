import type { KeyboardEvent, PointerEvent } from 'react';
import { HISTORY_MS } from './console.ts';
import classes from './curve.module.css';
import type { Sample } from './curve.ts';
import { areaPath, HEIGHT, linePath, WIDTH } from './curve-path.ts';
import { rateWords } from './spans.ts';

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
