import type { ReactNode } from 'react';
import classes from './live.module.css';

interface FigureProps {
  label: string;
  children: ReactNode;
  hint?: ReactNode;
  isLarge?: boolean;
}

/** A name and its number, inside a `dl`. */
export function Figure({ label, children, hint, isLarge }: FigureProps) {
  return (
    <div className={classes.figure} data-large={isLarge || undefined}>
      <dt>{label}</dt>
      <dd>
        {children}
        {hint && <small>{hint}</small>}
      </dd>
    </div>
  );
}
