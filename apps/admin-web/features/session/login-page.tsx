'use client';

import { Stack, Title } from '@mantine/core';
import { useEffect } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { Opening } from './opening.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useSession } from './use-session.ts';

const goOn = () => location.assign(nextAddress(location.search));

export function LoginPage() {
  const session = useSession();
  const isIn = session.kind === 'someone';
  useEffect(() => {
    if (isIn) goOn();
  }, [isIn]);
  if (session.kind !== 'nobody') return <Opening isUnreachable={session.kind === 'unreachable'} />;
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        Sign in
      </Title>
      <SignInForm team={session.team} onDone={goOn} />
    </Stack>
  );
}

/** Back to where somebody came from, but never to another site. */
export function nextAddress(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '';
  return next.startsWith('/dashboard/') ? next : addresses.sales;
}
