import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { AgeAt } from '../kit/when.tsx';
import classes from './live.module.css';
import { isStale, STALE_MS } from './view.ts';

interface PanelProps {
  title: string;
  /** When its numbers were true, by this machine's clock. */
  at: number;
  now: number;
  area: string;
  children: ReactNode;
}

/** Numbers that were true at the same moment, and how long ago that was. */
export function Panel({ title, at, now, area, children }: PanelProps) {
  const id = useId();
  return (
    <section
      className={classes.panel}
      aria-labelledby={id}
      data-area={area}
      data-old={isStale(at, now) || undefined}
    >
      <header>
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        <AgeAt at={at} now={now} staleAfterMs={STALE_MS} />
      </header>
      {children}
    </section>
  );
}
