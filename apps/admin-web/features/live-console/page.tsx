'use client';

import { type Refusal, useTicking } from '@flash/web';
import { Skeleton, Stack, Text } from '@mantine/core';
import { RefusalAlert } from '../kit/forms.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { plannedSale } from '../sale/checklist.ts';
import { ChecklistPanel } from '../sale/checklist-panel.tsx';
import { useSale } from '../sale/context.ts';
import { isAhead } from '../sale/phases.ts';
import { StageBanner, StaleBanner, TroubleBanners } from './banners.tsx';
import { Controls } from './controls/controls.tsx';
import classes from './live.module.css';
import { ChangesPanel, HealthPanel, LinePanel, OutcomesPanel, StockPanel } from './panels.tsx';
import { RatesPanel } from './rates-panel.tsx';
import { useConsole } from './use-console.ts';
import { hasLine, viewOf } from './view.ts';

export function LivePage() {
  const sale = useSale();
  const shown = useConsole(sale.id);
  const now = useTicking(Date.now);
  const view = viewOf(sale, shown, now);
  if (!view) {
    return <NoNumbers refusal={shown.refusal} />;
  }
  return (
    <div className={classes.page} data-stage={view.stage}>
      <TroubleBanners view={view} />
      <StaleBanner view={view} />
      <Controls view={view} banner={view.overview.pause ? null : <StageBanner view={view} />} />
      {isAhead(sale.phase) && <ChecklistPanel sale={plannedSale(sale)} />}
      <div className={classes.panels}>
        <StockPanel view={view} />
        {hasLine(view) && <LinePanel view={view} />}
        {hasLine(view) && <RatesPanel view={view} />}
        <OutcomesPanel view={view} />
        {hasLine(view) && <ChangesPanel view={view} />}
        <HealthPanel view={view} />
      </div>
    </div>
  );
}

/** Before the first numbers: their outlines, or why they cannot be read. */
function NoNumbers({ refusal }: { refusal: Refusal | null }) {
  if (refusal?.status === 403) {
    return <Forbidden />;
  }
  if (refusal) {
    return (
      <Stack>
        <RefusalAlert refusal={refusal} />
        <Text size="sm" c="dimmed">
          Retrying automatically.
        </Text>
      </Stack>
    );
  }
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      <Skeleton height={72} />
      <Skeleton height={36} width="60%" />
      <Skeleton height={190} />
      <Skeleton height={320} />
    </Stack>
  );
}
