'use client';

import { Stack } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Nothing } from '../kit/nothing.tsx';
import { momentOf } from '../kit/when.tsx';
import { useSale } from '../sale/sale-context.ts';
import classes from './analytics.module.css';
import { CurvePanels } from './curve-panel.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { Honesty, isOver } from './honesty.tsx';
import { KeyFigures } from './key-figures.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { PlacePanel } from './place-panel.tsx';
import { WaitPanel } from './wait-panel.tsx';

/** It reads the whole log of the sale, so it is asked for now and then only. */
const REFRESH_MS = 15_000;

export function AnalyticsPage() {
  const { team } = useMember();
  const { id, phase, startsAt } = useSale();
  const query = useApiQuery(
    ['analytics', id],
    (signal) => team.analytics({ params: { id }, signal }),
    {
      refetchInterval: phase === 'open' || phase === 'paused' ? REFRESH_MS : undefined,
    },
  );
  return (
    <Loaded query={query}>
      {(analytics) =>
        analytics.joined === 0 ? (
          <NoData isBefore={['draft', 'scheduled', 'lobby'].includes(phase)} at={startsAt} />
        ) : (
          <Stack>
            <Honesty analytics={analytics} phase={phase} />
            <KeyFigures analytics={analytics} isOver={isOver(phase)} />
            <CurvePanels analytics={analytics} />
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
    <Nothing title="No data yet">
      The sale starts {momentOf(at)}. Data appears when the first buyer joins.
    </Nothing>
  ) : (
    <Nothing title="No data">Not one buyer joined this sale.</Nothing>
  );
}
