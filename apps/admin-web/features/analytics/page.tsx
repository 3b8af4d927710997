'use client';

import type { AdminSale, Analytics, QueueChange } from '@flash/shared-types';
import { Stack } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { EmptyState, Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/page-head.tsx';
import { momentOf } from '../kit/when.tsx';
import { marksOf } from '../live-console/wall/charts.tsx';
import { useMarkedActions } from '../live-console/wall/use-wall.ts';
import { useSale } from '../sale/context.ts';
import { isAhead, isOver, isRunning } from '../sale/phases.ts';
import classes from './analytics.module.css';
import { CurvePanels, PlacePanel } from './charts.tsx';
import { windowMarks } from './figures.ts';
import { EventList, FunnelPanel, KeyFigures, OutcomePanel, WaitPanel } from './panels.tsx';

/** The API reads the whole log of the sale for this, so the interval is long. */
const REFRESH_MS = 15_000;
/** The page has no live feed: marks are read again with the rest. */
const NO_CHANGES: readonly QueueChange[] = [];

export function AnalyticsPage() {
  const { team } = useMember();
  const sale = useSale();
  const { id, phase, startsAt } = sale;
  const actions = useMarkedActions(id, NO_CHANGES);
  const query = useApiQuery(
    ['analytics', id],
    (signal) => team.analytics({ params: { id }, signal }),
    {
      refetchInterval: isRunning(phase) ? REFRESH_MS : undefined,
    },
  );
  return (
    <Loaded query={query}>
      {(analytics) =>
        analytics.joined === 0 ? (
          <NoData isBefore={isAhead(phase)} at={startsAt} />
        ) : (
          <Stack>
            <CompletenessNote analytics={analytics} phase={phase} />
            <KeyFigures analytics={analytics} isOver={isOver(phase)} />
            <CurvePanels
              analytics={analytics}
              marksIn={(span) => [...windowMarks(sale, span), ...marksOf(actions, span)]}
            />
            <EventList sale={sale} actions={actions} />
            <div className={classes.columns}>
              <Stack>
                <FunnelPanel funnel={analytics.funnel} />
                <WaitPanel deciles={analytics.waitDecilesMs} />
              </Stack>
              <OutcomePanel analytics={analytics} />
            </div>
            <PlacePanel byPlace={analytics.byPlace} />
          </Stack>
        )
      }
    </Loaded>
  );
}

function NoData({ isBefore, at }: { isBefore: boolean; at: string }) {
  return isBefore ? (
    <EmptyState title="No data yet">
      The sale starts {momentOf(at)}. Data appears when the first buyer joins.
    </EmptyState>
  ) : (
    <EmptyState title="No data">No buyers joined this sale.</EmptyState>
  );
}

interface CompletenessNoteProps {
  analytics: Analytics;
  phase: AdminSale['phase'];
}

/** A note when the numbers below are incomplete. */
function CompletenessNote({ analytics, phase }: CompletenessNoteProps) {
  if (analytics.complete) {
    return null;
  }
  return isOver(phase) ? (
    <Note tone="busy" title="The log has gaps">
      Part of the log was lost before it was stored, so joins, waits and holds may be higher than
      shown. Orders and revenue are exact.
    </Note>
  ) : (
    <Note
      tone="busy"
      title={isAhead(phase) ? 'The sale has not started yet' : 'The sale is still running'}
    >
      These are the numbers so far. They are complete once the sale is over.
    </Note>
  );
}
