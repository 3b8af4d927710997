'use client';

import { Stack } from '@mantine/core';
import { PageHead } from '../kit/page-head.tsx';
import { PasswordCard } from './password-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { WhoCard } from './who-card.tsx';

export function AccountPage() {
  return (
    <>
      <PageHead title="Account and security">
        Your profile, password, two-factor and sessions.
      </PageHead>
      <Stack maw="44rem">
        <WhoCard />
        <SecondFactorCard />
        <PasswordCard />
        <SessionsCard />
      </Stack>
    </>
  );
}
