import { Button, Kbd } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import Link from 'next/link';
import { type ReactNode, useCallback, useState } from 'react';
import { addresses } from '../../../lib/addresses.ts';
import { useMember } from '../../../lib/member.ts';
import { PAUSE_ASKED } from '../../shell/shortcuts.tsx';
import { PauseBanner } from '../banners.tsx';
import classes from '../live.module.css';
import type { View } from '../view.ts';
import { dialogs } from './dialogs.tsx';
import { type ControlName, offersFor } from './offers.ts';

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

/** What can be done to the sale, where its state is said. */
export function Controls({ view, banner }: { view: View; banner: ReactNode }) {
  const { may } = useMember();
  const [opened, setOpened] = useState<ControlName | null>(null);
  const offers = may('operator') ? offersFor(view) : [];
  // Resuming stands in the banner that says that the sale is paused.
  const buttons = offers.filter((name) => name !== 'resume');
  const first = offers[0];
  useWindowEvent(PAUSE_ASKED, () => {
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
      </section>
      {Dialog && <Dialog view={view} onClose={close} />}
    </>
  );
}
