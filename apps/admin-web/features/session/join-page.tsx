'use client';

import { Notice, type Refusal } from '@flash/web';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
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
    if (answer.ok) location.assign('/dashboard/flash-sales');
    else setRefusal(answer.refusal);
  };

  if (session.kind === 'opening' || session.kind === 'unreachable') {
    return <Opening isUnreachable={session.kind === 'unreachable'} />;
  }
  const { team } = session;
  return (
    <div className="gate">
      <h1>Join the team</h1>
      {refusal && (
        <Notice tone="bad" title={refusal.title} requestId={refusal.requestId}>
          <p>{refusal.detail}</p>
        </Notice>
      )}
      {session.kind === 'someone' ? (
        <>
          <p className="muted">You are signed in as {session.user.email}.</p>
          <button type="button" className="button" onClick={() => void join(team)}>
            Join with this account
          </button>
        </>
      ) : (
        <>
          <p className="muted">Make your account, or sign in if you have one.</p>
          <SignInForm team={team} isForNew onDone={() => void join(team)} />
        </>
      )}
    </div>
  );
}
