import { Button, Kbd } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import Link from 'next/link';
import { type ReactNode, useCallback, useState } from 'react';
import { addresses } from '../../../lib/addresses.ts';
import { useMember } from '../../../lib/member.ts';
import { PAUSE_REQUESTED } from '../../../lib/page-events.ts';
import { PauseBanner } from '../banners.tsx';
import classes from '../live.module.css';
import type { View } from '../view.ts';
import { availableControls, type ControlName } from './available-controls.ts';
import { dialogs } from './dialogs.tsx';

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
export function Controls({ view, banner }: { view: View; banner: ReactNode }) {
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
