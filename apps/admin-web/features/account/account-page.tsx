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
        Who you are here, and what keeps others from being you.
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
