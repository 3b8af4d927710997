'use client';

import type { User } from '@flash/shared-types';
import { type ReactNode, useEffect } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { Opening } from './opening.tsx';
import { TopBar } from './top-bar.tsx';
import { useSession } from './use-session.ts';

interface MemberProps {
  children: (team: TeamApi, user: User) => ReactNode;
}

/** Shows its content to members of the team; others are led to where they can become one. */
export function Member({ children }: MemberProps) {
  const session = useSession();
  const isNobody = session.kind === 'nobody';
  useEffect(() => {
    if (isNobody) location.replace('/login');
  }, [isNobody]);
  if (session.kind !== 'someone') return <Opening isUnreachable={session.kind === 'unreachable'} />;
  const { team, user } = session;
  return (
    <>
      <TopBar team={team} user={user} />
      {user.role ? children(team, user) : <Stranger email={user.email} />}
    </>
  );
}

function Stranger({ email }: { email: string }) {
  return (
    <div className="gate">
      <h1>Not in the team yet</h1>
      <p className="muted">
        {email} has an account, but no role. Open your invitation, or ask an owner for one.
      </p>
    </div>
  );
}
