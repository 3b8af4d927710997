import type { ReactNode } from 'react';
import classes from './analytics.module.css';

export interface Bar {
  label: string;
  /** 0 to 1. */
  share: number;
  words: ReactNode;
}

/** Bars that lie, each with its name and number in words. */
export function Bars({ bars, tone = 'sold' }: { bars: readonly Bar[]; tone?: 'sold' | 'waiting' }) {
  return (
    <dl className={classes.bars} data-tone={tone}>
      {bars.map(({ label, share, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className={classes.track} aria-hidden="true">
              <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
            </span>
            <span className={classes.words}>{words}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
