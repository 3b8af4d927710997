import type { TimelineEvent } from '@flash/shared-types';
import { momentOf } from '../kit/when.tsx';

export interface Step {
  key: string;
  title: string;
  detail: string | null;
  at: string;
  /** Since the step before, in words; null for the first one. */
  after: string | null;
  /** Its number in the sale's log; null for what only the order knows. */
  n: number | null;
}

const titles: Record<TimelineEvent['kind'], string> = {
  joined: 'Joined the line',
  held: 'Got a unit on hold',
  extended: 'Extended the hold',
  claimed: 'Pressed pay',
  declined: 'The payment was declined',
  confirmed: 'Bought',
  captured: 'The money arrived',
  refunded: 'Refunded',
  returned: 'The unit went back to the line',
  expired: 'The hold ran out',
  released: 'The team took the hold back',
  left: 'Left the line',
  removed: 'The team removed the place',
};

/** What happened to an order, step by step, with the distance of each to the one before. */
export function stepsOf(events: readonly TimelineEvent[]): Step[] {
  return events.map((event, at) => {
    const { kind, detail, n } = event;
    const before = events[at - 1];
    const ms = before ? Date.parse(event.at) - Date.parse(before.at) : null;
    return {
      key: `${at}-${kind}`,
      title: titles[kind],
      detail: detailWords(kind, detail),
      at: event.at,
      after: ms === null ? null : distanceWords(ms),
      n,
    };
  });
}

function detailWords(kind: TimelineEvent['kind'], detail: string | null): string | null {
  if (detail === null) return null;
  if (kind === 'refunded') {
    return detail === 'refunded' ? 'the money has gone back' : 'the money is on its way back';
  }
  const until = /^until (.+Z)$/.exec(detail)?.[1];
  return until ? `until ${momentOf(until, undefined, true)}` : detail;
}

/** Fine where people wait for seconds, coarse where they wait for hours. */
export function distanceWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, ms)} ms`;
  if (ms < 60_000)
    return `${(ms / 1_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
