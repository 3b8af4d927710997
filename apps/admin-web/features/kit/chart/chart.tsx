'use client';

import { Table } from '@mantine/core';
import { type HTMLAttributes, type ReactNode, useState } from 'react';
import classes from './chart.module.css';
import {
  areaPath,
  curvePath,
  type Frame,
  HEIGHT,
  type Sample,
  type Shape,
  WIDTH,
} from './paths.ts';

/** A colour of the theme; `held` and `claimed` are dashed as well, for readers who see no colour. */
export type CurveTone = 'sold' | 'claimed' | 'held' | 'waiting';

interface Tick {
  /** Where on the axis, from 0 to 1. */
  share: number;
  label: string;
}

/** What happened at a moment (a line) or for some time (a band). */
export interface ChartMark {
  /** Where on the axis of time, from 0 to 1. */
  from: number;
  /** Null for a moment. */
  to: number | null;
  /** Empty where another name stands too near. */
  label: string;
}

interface PlotProps extends HTMLAttributes<HTMLDivElement> {
  height: string;
  ticks: readonly Tick[];
  /** Spans below the drawing, from its left end to its right end. */
  times: ReactNode;
  marks?: readonly ChartMark[];
  children: ReactNode;
}

/** The box of a chart with its axes; the same numbers have to stand beside it in words. */
export function Plot({
  height,
  ticks,
  times,
  marks = [],
  children,
  className = '',
  ...box
}: PlotProps) {
  return (
    <>
      <div className={`${classes.plot} ${className}`} style={{ height }} {...box}>
        {marks.map((mark) => (
          <Mark key={`${mark.from} ${mark.to}`} mark={mark} />
        ))}
        {children}
        {ticks.map(({ share, label }) => (
          <span
            key={share}
            aria-hidden="true"
            className={classes.tick}
            style={{ top: `${(1 - share) * 100}%` }}
          >
            {label}
          </span>
        ))}
      </div>
      <div className={classes.times} aria-hidden="true">
        {times}
      </div>
    </>
  );
}

function Mark({ mark: { from, to, label } }: { mark: ChartMark }) {
  // A name at the right edge stands on the left of its line.
  const side = from > 0.85 ? 'before' : 'after';
  return (
    <span
      aria-hidden="true"
      className={classes.mark}
      data-look={to === null ? 'line' : 'band'}
      data-side={side}
      style={{ left: `${from * 100}%`, width: `${((to ?? from) - from) * 100}%` }}
    >
      {label && <span>{label}</span>}
    </span>
  );
}

interface CurveProps {
  samples: readonly Sample[];
  frame: Frame;
  shape: Shape;
  tone: CurveTone;
  /** Heights of the horizontal lines, from 0 to 1. */
  lines: readonly number[];
  /** Where the reader points, from 0 to 1. */
  cursor?: number | null;
}

/** One series, drawn over the whole plot. */
export function Curve({ samples, frame, shape, tone, lines, cursor = null }: CurveProps) {
  const x = cursor === null ? null : cursor * WIDTH;
  return (
    <svg
      className={classes.curve}
      data-tone={tone}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {lines.map((share) => (
        <path key={share} className={classes.axis} d={`M0 ${(1 - share) * HEIGHT}H${WIDTH}`} />
      ))}
      <path className={classes.area} d={areaPath(samples, frame, shape)} />
      <path className={classes.line} d={curvePath(samples, frame, shape)} />
      {x !== null && <path className={classes.cursor} d={`M${x} 0V${HEIGHT}`} />}
    </svg>
  );
}

/** A short piece of the curve, beside its name. */
export function CurveKey({ tone }: { tone: CurveTone }) {
  return (
    <svg className={classes.key} data-tone={tone} viewBox="0 0 20 8" aria-hidden="true">
      <path className={classes.line} d="M0 4L20 4" />
    </svg>
  );
}

/** The numbers of a chart, for readers who cannot see it. Rendered only while it is open. */
export function ChartTable({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
        <section tabIndex={0} aria-label={label}>
          <Table className="numbers" fz="sm">
            {children}
          </Table>
        </section>
      )}
    </details>
  );
}
