'use client';

import { Anchor, CloseButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import classes from './account.module.css';

/** Shown to members without one; once dismissed it stays away for this account in this browser. */
export function SecondFactorBanner() {
  const { user } = useMember();
  const pathname = usePathname();
  const [isAway, setAway] = useLocalStorage({
    key: `two-factor-offer-${user.id}`,
    defaultValue: false,
    // Read before the first picture: a dismissed note must not flash up.
    getInitialValueInEffect: false,
  });
  if (user.twoFactorEnabled || isAway || pathname === addresses.account) return null;
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
