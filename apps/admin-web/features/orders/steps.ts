import type { TimelineEvent } from '@flash/shared-types';
import { durationWords } from '../kit/format.ts';
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
  claimed: 'Started payment',
  declined: 'The payment was declined',
  confirmed: 'Bought',
  captured: 'Money collected',
  refunded: 'Refunded',
  returned: 'Unit returned to the sale',
  expired: 'Hold expired',
  released: 'Hold released by the team',
  left: 'Left the line',
  removed: 'Removed by the team',
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
      after: ms === null ? null : durationWords(ms, 1),
      n,
    };
  });
}

function detailWords(kind: TimelineEvent['kind'], detail: string | null): string | null {
  if (detail === null) return null;
  if (kind === 'refunded') {
    return detail === 'refunded' ? 'the money was refunded' : 'the refund is in progress';
  }
  const until = /^until (.+Z)$/.exec(detail)?.[1];
  return until ? `until ${momentOf(until, undefined, true)}` : detail;
}
