'use client';

import { useStore } from '@flash/web';
import { Button, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { type Member, MemberContext, memberOf } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { GatePage } from '../session/gate-page.tsx';
import { Opening } from '../session/opening.tsx';
import { type Session, useSession } from '../session/use-session.ts';
import { ConfirmPassword } from './confirm-password.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { signOut } from './sign-out.ts';
import { useEndedSession } from './use-ended-session.ts';

/** Lets members in; others are led to where they can become one. The API decides at each call. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const member = useLastMember(session);
  const isExpired = useStore(sessionGuard.expired);
  useEndedSession(session, member !== null);

  if (session.kind === 'someone' && !session.user.role) {
    return <Stranger team={session.team} email={session.user.email} />;
  }
  if (!member) return <Opening isUnreachable={session.kind === 'unreachable'} />;
  return (
    <MemberContext value={member}>
      {/* First, so that it hears of keys before the dialogs of the page do. */}
      <SignInAgain isOpen={isExpired} />
      <ConfirmPassword />
      {children}
    </MemberContext>
  );
}

/** Kept when the session ends: the page goes on showing what was typed, under a sign-in dialog. */
function useLastMember(session: Session): Member | null {
  const [member, setMember] = useState<Member | null>(null);
  const { team, user } = session.kind === 'someone' ? session : { team: null, user: null };
  const isOther = member !== null && user !== null && member.user.id !== user.id;
  useEffect(() => {
    // Another tab signed in with another account: nothing of the one before stays on this page.
    if (isOther) location.reload();
    else if (team && user?.role) setMember(memberOf(team, user, user.role));
  }, [isOther, team, user]);
  return member;
}

function Stranger({ team, email }: { team: TeamApi; email: string }) {
  return (
    <GatePage title="Not in the team yet">
      <Text>
        {email} has an account, but no role. Open your invitation, or ask an owner for one.
      </Text>
      <Button variant="default" onClick={() => void signOut(team)}>
        Sign out
      </Button>
      <Text size="sm" c="dimmed">
        Did you get a role just now? <a href={addresses.sales}>Reload</a>
      </Text>
    </GatePage>
  );
}
