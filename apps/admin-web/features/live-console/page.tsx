'use client';

import type { Refusal } from '@flash/client';
import { useTicking } from '@flash/web';
import { Button, Kbd, Skeleton, Stack, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import Link from 'next/link';
import { type ReactNode, useCallback, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { PAUSE_REQUESTED } from '../../lib/page-events.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { Forbidden } from '../kit/loaded.tsx';
import { plannedSale } from '../sale/checklist.ts';
import { ChecklistPanel } from '../sale/checklist-panel.tsx';
import { useSale } from '../sale/context.ts';
import { isAhead } from '../sale/phases.ts';
import { PauseBanner, StageBanner, StaleBanner, TroubleBanners } from './banners.tsx';
import { availableControls, type ControlName } from './controls/available-controls.ts';
import { dialogs } from './controls/dialogs.tsx';
import classes from './live.module.css';
import { ChangesPanel, HealthPanel, LinePanel, OutcomesPanel, StockPanel } from './panels.tsx';
import { RatesPanel } from './rates-panel.tsx';
import { useConsole } from './use-console.ts';
import { hasLine, type View, viewOf } from './view.ts';
import { useServerClock } from './wall/use-wall.ts';

export function LivePage() {
  const sale = useSale();
  const shown = useConsole(sale.id);
  const clock = useServerClock(sale.id, shown.overview?.serverNow);
  const now = useTicking(Date.now, 250);
  const view = viewOf(sale, shown, now, clock.now());
  if (!view) {
    return <NoNumbers refusal={shown.refusal} />;
  }
  return (
    <div className={classes.page} data-stage={view.stage}>
      <TroubleBanners view={view} />
      <StaleBanner view={view} />
      <Controls view={view} banner={view.overview.pause ? null : <StageBanner view={view} />} />
      {isAhead(sale.phase) && <ChecklistPanel sale={plannedSale(sale)} saved={sale} />}
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

const labels: Record<ControlName, string> = {
  schedule: 'Schedule…',
  pause: 'Pause',
  resume: 'Resume',
  stock: 'Stock',
  message: 'Message',
  extend: 'Extend the end',
  end: 'End now',
  archive: 'Archive',
};

/** A browser allows this on a press only. Where it is refused, the page fills the window. */
function fillScreen(): void {
  document.documentElement.requestFullscreen?.().catch((error: unknown) => {
    console.info('The browser does not fill the screen', error);
  });
}

/** The state of the sale and the buttons to change it. */
function Controls({ view, banner }: { view: View; banner: ReactNode }) {
  const { may } = useMember();
  const [opened, setOpened] = useState<ControlName | null>(null);
  const available = may('operator') ? availableControls(view) : [];
  // The pause banner has the Resume button.
  const buttons = available.filter((name) => name !== 'resume');
  const first = available[0];
  useWindowEvent(PAUSE_REQUESTED, () => {
    if (first === 'pause' || first === 'resume') {
      setOpened(first);
    }
  });
  const close = useCallback(() => setOpened(null), []);
  const Dialog = opened && dialogs[opened];
  return (
    <>
      {banner ?? <PauseBanner view={view} onResume={() => setOpened('resume')} />}
      <section className={classes.controls} aria-label="Controls">
        {buttons.map((name) => (
          <Button
            key={name}
            variant={name === 'pause' || name === 'schedule' ? 'filled' : 'default'}
            className={name === 'end' ? classes.final : undefined}
            rightSection={name === 'pause' ? <Kbd size="xs">p</Kbd> : undefined}
            onClick={() => setOpened(name)}
          >
            {labels[name]}
          </Button>
        ))}
        <Button
          component={Link}
          href={`${addresses.sale(view.sale.id, 'line')}#find`}
          variant="subtle"
        >
          Find a person
        </Button>
        <Button
          component={Link}
          href={addresses.sale(view.sale.id, 'wall')}
          variant="subtle"
          onClick={fillScreen}
        >
          Full screen
        </Button>
      </section>
      {Dialog && <Dialog view={view} onClose={close} />}
    </>
  );
}
