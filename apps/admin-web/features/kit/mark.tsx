import type { AdminSale } from '@flash/shared-types';
import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

const signs: Record<Tone, string> = { good: '●', busy: '◐', bad: '▲', quiet: '○' };

/** A state in words; colour and symbol only repeat it. */
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

type Phase = AdminSale['phase'];

const looks: Record<
  Phase,
  { label: string; color: string; variant: 'filled' | 'light' | 'outline' }
> = {
  draft: { label: 'Draft', color: 'gray', variant: 'outline' },
  scheduled: { label: 'Scheduled', color: 'blue', variant: 'light' },
  lobby: { label: 'Line open', color: 'grape', variant: 'light' },
  open: { label: 'Live', color: '#166534', variant: 'filled' },
  paused: { label: 'Paused', color: 'yellow.4', variant: 'filled' },
  ended: { label: 'Ended', color: 'gray', variant: 'light' },
  archived: { label: 'Archived', color: 'gray', variant: 'outline' },
  cancelled: { label: 'Cancelled', color: 'red', variant: 'light' },
};

export const phaseLabel = (phase: Phase): string => looks[phase].label;

/** Filled, as a text in this colour could be read in one of the two colour schemes only. */
const soldOut = { label: 'Sold out', color: '#3730a3', variant: 'filled' } as const;

export function PhaseBadge({ phase, isSoldOut = false }: { phase: Phase; isSoldOut?: boolean }) {
  const { label, color, variant } = isSoldOut && phase === 'open' ? soldOut : looks[phase];
  return (
    <Badge color={color} variant={variant} tt="none" fw={600}>
      {label}
    </Badge>
  );
}
