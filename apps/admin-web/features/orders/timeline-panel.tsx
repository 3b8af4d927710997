'use client';

import type { TimelineEvent } from '@flash/shared-types';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { durationWords } from '../kit/format.ts';
import { Loaded, Rows } from '../kit/loaded.tsx';
import { Panel } from '../kit/panel.tsx';
import { momentOf, When } from '../kit/when.tsx';
import classes from './orders.module.css';

const REFRESH_MS = 10_000;

/** Read from the sale's log; the numbers are those of the public record. */
export function TimelinePanel({ orderId }: { orderId: string }) {
  const { team } = useMember();
  const query = useApiQuery(
    ['order', orderId, 'timeline'],
    (signal) => team.orderTimeline({ params: { orderId }, signal }),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <Panel title="Timeline">
      <Loaded query={query} skeleton={<Rows count={3} />}>
        {({ events }) => (
          <ol className={classes.steps}>
            {stepsOf(events).map(({ key, title, detail, at, after, n }) => (
              <li key={key}>
                {after !== null && <span className={classes.distance}>{after} later</span>}
                <div className={classes.step}>
                  <span className={classes.title}>{title}</span>
                  {detail && <span> · {detail}</span>}
                  <div className={classes.facts}>
                    <When at={at} hasSeconds />
                    {n !== null && <span>log no. {n.toLocaleString()}</span>}
                  </div>
                </div>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  );
}

interface Step {
  key: string;
  title: string;
  detail: string | null;
  at: string;
  /** Time since the step before, in words; null for the first step. */
  after: string | null;
  /** Its number in the sale's log; null for steps that are stored in the order only. */
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

/** The history of an order, each step with the time since the one before. */
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
  if (detail === null) {
    return null;
  }
  if (kind === 'refunded') {
    return detail === 'refunded' ? 'the money was refunded' : 'the refund is in progress';
  }
  const until = /^until (.+Z)$/.exec(detail)?.[1];
  return until ? `until ${momentOf(until, undefined, true)}` : detail;
}
