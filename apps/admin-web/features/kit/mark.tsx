import type { ReactNode } from 'react';
import classes from './mark.module.css';

export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

const signs: Record<Tone, string> = { good: '●', busy: '◐', bad: '▲', quiet: '○' };

/** A state in a word; colour and sign only repeat it. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      <span aria-hidden="true" className={classes.sign}>
        {signs[tone]}
      </span>
      {children}
    </span>
  );
}
