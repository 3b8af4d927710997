'use client';

import { createServerClock, monotonicNow, type ServerClock } from '@flash/client';
import type { AuditEntry, QueueChange } from '@flash/shared-types';
import { useEffect, useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import { useApiQuery } from '../../../lib/use-api-query.ts';

/** The API reads the whole log of the sale for these, so the interval is long. */
const ANALYTICS_EVERY_MS = 30_000;
const MARKS_EVERY_MS = 30_000;

/** The curve and the revenue of the whole sale; the live console has the last two minutes only. */
export function useWholeSale(saleId: string) {
  const { team } = useMember();
  return useApiQuery(
    ['analytics', saleId],
    (signal) => team.analytics({ params: { id: saleId }, signal }),
    { refetchInterval: ANALYTICS_EVERY_MS },
  ).data;
}

const NO_ENTRIES: readonly AuditEntry[] = [];
const markedChanges = ['pause', 'resume', 'adjust', 'end'];
const markedActions = ['sale.pause', 'sale.resume', 'sale.stock', 'sale.end'];

/** What the team did that shows in the curve; asked again at once when the feed reports such a change. */
export function useMarkedActions(
  saleId: string,
  changes: readonly QueueChange[],
): readonly AuditEntry[] {
  const { team } = useMember();
  const latest = changes.find(({ type }) => markedChanges.includes(type))?.n ?? 0;
  const entries = useApiQuery(
    ['audit', 'marks', saleId, latest],
    async (signal) => {
      const ask = (action: string) =>
        team.auditLog({ query: { flashSaleId: saleId, action, pageSize: '100' }, signal });
      const answers = await Promise.all(markedActions.map(ask));
      const refused = answers.find(({ ok }) => !ok);
      if (refused && !refused.ok) {
        return refused;
      }
      const entries = answers.flatMap((answer) => (answer.ok ? answer.value.items : []));
      return { ok: true, status: 200, startedAt: monotonicNow(), value: entries };
    },
    { refetchInterval: MARKS_EVERY_MS },
  );
  return entries.data ?? NO_ENTRIES;
}

const CHECK_MS = 1_000;
const RETRY_MS = 5_000;
/** Local clocks drift. */
const MEASURE_EVERY_MS = 10 * 60_000;

/**
 * The server's time, never behind it: measured by a request of its own, because a pushed message does
 * not tell how long it was on its way. Null until the first answer, and after sleep until the next.
 */
export function useServerClock(saleId: string, pushedNow: string | undefined): ServerClock {
  const { team } = useMember();
  const [clock] = useState(createServerClock);
  useEffect(() => {
    if (pushedNow !== undefined) {
      clock.atLeast(pushedNow);
    }
  }, [clock, pushedNow]);
  useEffect(() => {
    const abort = new AbortController();
    let isAsking = false;
    let nextAt = 0;
    let measuredAt = Number.NEGATIVE_INFINITY;
    const measure = async () => {
      const params = { flashSaleId: saleId };
      const answer = await team.queueOverviewOf({ params, signal: abort.signal });
      if (answer.ok) {
        clock.observe(answer.value.serverNow, answer.startedAt);
        measuredAt = answer.startedAt;
      }
    };
    const check = () => {
      const now = monotonicNow();
      const isDue = clock.now() === null || now - measuredAt > MEASURE_EVERY_MS;
      if (!isDue || isAsking || now < nextAt) {
        return;
      }
      isAsking = true;
      nextAt = now + RETRY_MS;
      measure()
        .catch((error: unknown) => {
          if (!abort.signal.aborted) {
            console.error('The console could not ask for the time', error);
          }
        })
        .finally(() => {
          isAsking = false;
        });
    };
    check();
    const timer = setInterval(check, CHECK_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [clock, team, saleId]);
  return clock;
}
