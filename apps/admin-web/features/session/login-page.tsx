'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useHealth } from '../../lib/use-health.ts';
import { GatePage, LoadingPage } from './gate-page.tsx';
import classes from './session.module.css';
import { SignInForm } from './sign-in-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';
import { useSession } from './use-session.ts';

const goOn = () => location.assign(nextAddress(location.search));

export function LoginPage() {
  const session = useSession();
  const [isNew, setNew] = useState(false);
  const isOpen = useIsSignUpOpen();
  const isIn = session.kind === 'signed-in';
  useEffect(() => {
    if (isIn) {
      goOn();
    }
  }, [isIn]);
  if (session.kind !== 'signed-out') {
    return <LoadingPage isUnreachable={session.kind === 'unreachable'} />;
  }
  const { team } = session;

  if (isNew) {
    return (
      <GatePage
        title="Create an account"
        lead="Sign-up is open on this system: each new account becomes an owner."
      >
        <SignUpForm team={team} onDone={goOn} />
        <Text size="sm" className={classes.foot}>
          <Change onPress={() => setNew(false)}>I have an account</Change>
        </Text>
      </GatePage>
    );
  }
  return (
    <GatePage title="Sign in">
      <SignInForm team={team} onDone={goOn} />
      <Stack gap="xs" className={classes.foot}>
        {isOpen && (
          <Text size="sm">
            New here? <Change onPress={() => setNew(true)}>Create an account</Change>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          Forgot your password? Ask an owner for a reset link.
        </Text>
      </Stack>
    </GatePage>
  );
}

function Change({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Anchor
      component="button"
      type="button"
      className={classes.press}
      underline="always"
      inherit
      onClick={onPress}
    >
      {children}
    </Anchor>
  );
}

/** The requested page of this site; never another site. */
export function nextAddress(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '';
  return next.startsWith('/dashboard/') ? next : addresses.sales;
}

/** Whether anyone may sign up as an owner here; for trial installations only. */
function useIsSignUpOpen(): boolean {
  return useHealth()?.signUp === 'open';
}
