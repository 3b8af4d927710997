'use client';

import type { Refusal } from '@flash/web';
import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { RefusalAlert } from '../kit/refusal-alert.tsx';
import { Opening } from './opening.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useSession } from './use-session.ts';

/** Where an invitation or the set-up link leads: an account first, then the role. */
export function JoinPage() {
  const session = useSession();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const join = async (team: TeamApi) => {
    const [, kind, token = ''] = location.pathname.split('/');
    const call = kind === 'setup' ? team.setUpOwner : team.acceptInvitation;
    const answer = await call({ body: { token } });
    if (answer.ok) location.assign(addresses.sales);
    else setRefusal(answer.refusal);
  };

  if (session.kind === 'opening' || session.kind === 'unreachable') {
    return <Opening isUnreachable={session.kind === 'unreachable'} />;
  }
  const { team } = session;
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        Join the team
      </Title>
      {refusal && <RefusalAlert refusal={refusal} />}
      {session.kind === 'someone' ? (
        <>
          <Text c="dimmed">You are signed in as {session.user.email}.</Text>
          <Button onClick={() => void join(team)}>Join with this account</Button>
        </>
      ) : (
        <SignInForm team={team} onDone={() => void join(team)} />
      )}
    </Stack>
  );
}
