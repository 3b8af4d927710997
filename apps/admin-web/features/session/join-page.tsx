'use client';

import type { Refusal } from '@flash/client';
import type { Role, User } from '@flash/shared-types';
import { Anchor, Button, SegmentedControl, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { aRole, youCan } from '../../lib/member.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { RefusedError, useApiQuery } from '../../lib/use-api-query.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { GatePage, LoadingPage } from './gate-page.tsx';
import { DeadLink, isWellFormed, type JoinLink, joinLinkIn } from './links.tsx';
import classes from './session.module.css';
import { SignInForm } from './sign-in-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';
import { useSession } from './use-session.ts';

/** Target of an invitation or the set-up link: an account first, then the role. */
export function JoinPage() {
  const { kind, token } = joinLinkIn(usePathname());
  const session = useSession();
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [role, setRole] = useState<Role | null>(null);

  const join = async (team: TeamApi) => {
    const call = kind === 'setup' ? team.setUpOwner : team.acceptInvitation;
    const answer = await call({ body: { token } });
    if (answer.ok) {
      setRole(answer.value.role);
    } else {
      setRefusal(answer.refusal);
    }
    await refetchSession();
  };
  const refetchSession = () => queries.invalidateQueries({ queryKey: ['session'] });
  // With open sign-up the new account already has a role, and the link stays unused.
  const signedUp = (team: TeamApi, user: User) => void (user.role ? refetchSession() : join(team));

  if (session.kind === 'loading' || session.kind === 'unreachable') {
    return <LoadingPage isUnreachable={session.kind === 'unreachable'} />;
  }
  if (role) {
    return <Joined role={role} />;
  }
  const isDead = refusal?.code === 'SETUP_TOKEN_INVALID' || !isWellFormed(token);
  if (session.kind === 'signed-out') {
    if (isDead) {
      return <DeadLink kind={kind} />;
    }
    const { team } = session;
    return (
      <JoinForms
        {...{ kind, token, team }}
        onSignedIn={() => void join(team)}
        onSignedUp={(user) => signedUp(team, user)}
      />
    );
  }
  if (isDead) {
    return <DeadLink kind={kind} email={session.user.email} />;
  }
  return (
    <JoinAs
      {...{ kind, token }}
      user={session.user}
      team={session.team}
      refusal={refusal}
      onJoin={() => join(session.team)}
    />
  );
}

interface JoinFormsProps {
  kind: JoinLink['kind'];
  token: string;
  team: TeamApi;
  onSignedIn: () => void;
  onSignedUp: (user: User) => void;
}

const joinWords = {
  setup: {
    title: 'Set up the team',
    lead: 'This system has no owner yet. With this link your account becomes the first owner, who runs sales and invites the team.',
  },
  invitation: {
    title: 'Join the team',
    lead: 'An owner invited you to run flash sales. The role comes with the link, whichever account you use.',
  },
};

interface Invited {
  lead: string;
  /** Empty for the first owner, of whom nothing is known. */
  email: string;
  state: 'known' | 'loading' | 'dead';
}

/** What the link gives. If that cannot be read now, joining tells it. */
function useInvited({ kind, token }: JoinLink, team: TeamApi): Invited {
  const { data, error, isPending } = useApiQuery(
    ['invitation', token],
    () => team.showInvitation({ body: { token } }),
    { enabled: kind === 'invitation', staleTime: Number.POSITIVE_INFINITY },
  );
  if (data) {
    const lead = `An owner invited you to join as ${aRole(data.role)}. ${youCan(data.role)}`;
    return { lead, email: data.email, state: 'known' };
  }
  const isDead = error instanceof RefusedError && error.refusal.code === 'SETUP_TOKEN_INVALID';
  const isLoading = kind === 'invitation' && isPending;
  const state = isDead ? 'dead' : isLoading ? 'loading' : 'known';
  return { lead: joinWords[kind].lead, email: '', state };
}

const ways = [
  { value: 'new', label: 'New account' },
  { value: 'known', label: 'I have an account' },
];

function JoinForms({ kind, token, team, onSignedIn, onSignedUp }: JoinFormsProps) {
  const [way, setWay] = useState('new');
  const { lead, email, state } = useInvited({ kind, token }, team);
  if (state === 'loading') {
    return <LoadingPage isUnreachable={false} />;
  }
  if (state === 'dead') {
    return <DeadLink kind={kind} />;
  }
  return (
    <GatePage title={joinWords[kind].title} lead={lead}>
      <SegmentedControl aria-label="Which account" data={ways} value={way} onChange={setWay} />
      {way === 'new' ? (
        <SignUpForm team={team} teamToken={token} email={email} onDone={onSignedUp} />
      ) : (
        <SignInForm team={team} email={email} onDone={onSignedIn} />
      )}
    </GatePage>
  );
}

interface JoinAsProps extends JoinLink {
  user: User;
  team: TeamApi;
  refusal: Refusal | null;
  onJoin: () => Promise<void>;
}

/** Names the signed-in account before it is given the role. */
function JoinAs({ kind, token, user, team, refusal, onJoin }: JoinAsProps) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const { lead, state } = useInvited({ kind, token }, team);
  if (user.role) {
    return (
      <GatePage title="You are in the team already">
        <Text>
          {user.email} is {aRole(user.role)}, so there is nothing to join. An owner can change roles
          on the team page.
        </Text>
        <Button component="a" href={addresses.sales}>
          Go to sales
        </Button>
      </GatePage>
    );
  }
  if (state === 'loading') {
    return <LoadingPage isUnreachable={false} />;
  }
  if (state === 'dead') {
    return <DeadLink kind={kind} email={user.email} />;
  }
  const join = async () => {
    setBusy(true);
    await onJoin();
    setBusy(false);
  };
  const leave = async () => {
    await team.signOut();
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <GatePage title={joinWords[kind].title} lead={lead}>
      {refusal && <RefusalAlert refusal={refusal} />}
      <Text>
        You are signed in as <strong>{user.email}</strong>.
      </Text>
      {refusal?.code === 'PASSWORD_TOO_WEAK' ? (
        <ChangePasswordForm
          team={team}
          email={user.email}
          label="Change it and join"
          onDone={join}
        />
      ) : (
        <Button loading={isBusy} onClick={() => void join()}>
          Join with this account
        </Button>
      )}
      <Anchor
        component="button"
        type="button"
        className={classes.press}
        size="sm"
        onClick={() => void leave()}
      >
        Use another account
      </Anchor>
    </GatePage>
  );
}

function Joined({ role }: { role: Role }) {
  return (
    <GatePage title="Welcome to the team" lead={`You are ${aRole(role)} now. ${youCan(role)}`}>
      <Button component="a" href={addresses.sales}>
        Go to sales
      </Button>
      <Text size="sm" c="dimmed">
        Protect your account:{' '}
        <Anchor underline="always" inherit href={addresses.account}>
          turn on two-factor authentication
        </Anchor>
        {role === 'owner' ? ' (required for owners in production).' : '.'}
      </Text>
    </GatePage>
  );
}
