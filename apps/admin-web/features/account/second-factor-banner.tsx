'use client';

import { Anchor, CloseButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import classes from './account.module.css';

/** Offered to everybody who has none; once put away it stays away in this browser. */
export function SecondFactorBanner() {
  const { user } = useMember();
  const pathname = usePathname();
  const [isAway, setAway] = useLocalStorage({
    key: `two-factor-offer-${user.id}`,
    defaultValue: false,
  });
  if (user.twoFactorEnabled || isAway || pathname === addresses.account) return null;
  return (
    <aside className={classes.offer} aria-label="Two-factor">
      <p>
        Your password alone opens this site.{' '}
        <Anchor component={Link} href={addresses.account} underline="always" inherit>
          Switch on two-factor
        </Anchor>{' '}
        in two minutes.
      </p>
      <CloseButton size="sm" aria-label="Do not offer it again" onClick={() => setAway(true)} />
    </aside>
  );
}
