import type { ReactNode } from 'react';
import classes from './live.module.css';

export type Tone = 'good' | 'busy' | 'quiet' | 'warn' | 'danger';

const signs: Record<Tone, string> = {
  good: '●',
  busy: '◐',
  quiet: '○',
  warn: '❚❚',
  danger: '▲',
};

interface BannerProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** At the end of the line: a clock, or what can be done. */
  aside?: ReactNode;
}

/**
 * What is going on, to be read from across a room. Only the title is spoken when it changes: the
 * rest has clocks in it.
 */
export function Banner({ tone, title, children, aside }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone}>
      <span className={classes.sign} aria-hidden="true">
        {signs[tone]}
      </span>
      <div className={classes.bannerWords}>
        <strong role={tone === 'danger' ? 'alert' : 'status'}>{title}</strong>
        {children && <div>{children}</div>}
      </div>
      {aside && <div className={classes.bannerAside}>{aside}</div>}
    </div>
  );
}
