'use client';

import { Alert, Anchor, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';

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
    <Alert
      color="gray"
      mb="lg"
      component="aside"
      role="complementary"
      aria-label="Two-factor"
      withCloseButton
      closeButtonLabel="Do not offer it again"
      onClose={() => setAway(true)}
      styles={{ closeButton: { minWidth: '1.5rem', minHeight: '1.5rem' } }}
    >
      <Text size="sm">
        Your password alone opens this site.{' '}
        <Anchor component={Link} href={addresses.account} underline="always" inherit>
          Switch on two-factor
        </Anchor>{' '}
        in two minutes.
      </Text>
    </Alert>
  );
}
