'use client';

import { Anchor, CloseButton, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Card } from '../kit/panel.tsx';
import classes from './account.module.css';
import { SetUpSecondFactor } from './second-factor-setup.tsx';

/** Shown to members without a second factor until dismissed, per account and browser. */
export function SecondFactorBanner() {
  const { user } = useMember();
  const pathname = usePathname();
  const [isAway, setAway] = useLocalStorage({
    key: `two-factor-offer-${user.id}`,
    defaultValue: false,
    // Read before the first render, so that a dismissed banner does not flash up.
    getInitialValueInEffect: false,
  });
  if (user.twoFactorEnabled || isAway || pathname === addresses.account) {
    return null;
  }
  return (
    <aside className={classes.offer} aria-label="Two-factor">
      <p>
        Protect your account:{' '}
        <Anchor component={Link} href={addresses.account} underline="always" inherit>
          turn on two-factor authentication
        </Anchor>
        .
      </p>
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => setAway(true)} />
    </aside>
  );
}

/** The only page in production until the second factor is on; the API refuses everything else. */
export function SecondFactorFirst() {
  const queries = useQueryClient();
  const goOn = () => {
    sessionGuard.secondFactorNeeded.send(false);
    void queries.invalidateQueries();
  };
  return (
    <>
      <PageHead title="Turn on two-factor first">
        Your role requires two-factor authentication.
      </PageHead>
      <div style={{ maxWidth: '34rem' }}>
        <Card label="Two-factor">
          <SetUpSecondFactor onDone={goOn} />
        </Card>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        You can sign out and do this later. Running sales are not affected.
      </Text>
    </>
  );
}
