'use client';

import type { Role, User } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { DeadLink } from './dead-link.tsx';
import { JoinAs } from './join-as.tsx';
import { JoinForms } from './join-forms.tsx';
import { Joined } from './joined.tsx';
import { joinLinkIn, looksWhole } from './link-in.ts';
import { Opening } from './opening.tsx';
import { useSession } from './use-session.ts';

/** Where an invitation or the set-up link leads: an account first, then the role. */
export function JoinPage() {
  const { kind, token } = joinLinkIn(usePathname());
  const session = useSession();
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [role, setRole] = useState<Role | null>(null);

  const join = async (team: TeamApi) => {
    const call = kind === 'setup' ? team.setUpOwner : team.acceptInvitation;
    const answer = await call({ body: { token } });
    if (answer.ok) setRole(answer.value.role);
    else setRefusal(answer.refusal);
    await lookAgain();
  };
  const lookAgain = () => queries.invalidateQueries({ queryKey: ['session'] });
  // Where sign-up is open, the account has a role already and the link is still good.
  const signedUp = (team: TeamApi, user: User) => void (user.role ? lookAgain() : join(team));

  if (session.kind === 'opening' || session.kind === 'unreachable') {
    return <Opening isUnreachable={session.kind === 'unreachable'} />;
  }
  if (role) return <Joined role={role} />;
  const isDead = refusal?.code === 'SETUP_TOKEN_INVALID' || !looksWhole(token);
  if (session.kind === 'nobody') {
    if (isDead) return <DeadLink kind={kind} />;
    const { team } = session;
    return (
      <JoinForms
        kind={kind}
        token={token}
        team={team}
        onSignedIn={() => void join(team)}
        onSignedUp={(user) => signedUp(team, user)}
      />
    );
  }
  if (isDead) return <DeadLink kind={kind} email={session.user.email} />;
  return (
    <JoinAs
      kind={kind}
      user={session.user}
      team={session.team}
      refusal={refusal}
      onJoin={() => join(session.team)}
    />
  );
}
