'use client';

import { useStore } from '@flash/web';
import { Stack, Text, Title } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { type Member, MemberContext, memberOf } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { Opening } from '../session/opening.tsx';
import { useSession } from '../session/use-session.ts';
import { SignInAgain } from './sign-in-again.tsx';

/** Lets members in; others are led to where they can become one. The API decides at each call. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const [member, setMember] = useState<Member | null>(null);
  const isExpired = useStore(sessionGuard.expired);
  const pathname = usePathname();
  const isNobody = session.kind === 'nobody';

  // Kept when the session ends: the page goes on showing what was typed, under a sign-in dialog.
  const { team, user } = session.kind === 'someone' ? session : { team: null, user: null };
  useEffect(() => {
    if (team && user?.role) setMember(memberOf(team, user, user.role));
  }, [team, user]);
  useEffect(() => {
    if (!isNobody) return;
    if (member) return sessionGuard.expired.send(true);
    const next = `${pathname}${location.search}`;
    location.replace(`${addresses.login}?next=${encodeURIComponent(next)}`);
  }, [isNobody, member, pathname]);

  if (user && !user.role) return <Stranger email={user.email} />;
  if (!member) return <Opening isUnreachable={session.kind === 'unreachable'} />;
  return (
    <MemberContext value={member}>
      {children}
      <SignInAgain isOpen={isExpired} />
    </MemberContext>
  );
}

function Stranger({ email }: { email: string }) {
  return (
    <Stack component="main" className="gate">
      <Title order={1} size="h2">
        Not in the team yet
      </Title>
      <Text c="dimmed">
        {email} has an account, but no role. Open your invitation, or ask an owner for one.
      </Text>
    </Stack>
  );
}
