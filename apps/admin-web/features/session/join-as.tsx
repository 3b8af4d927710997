'use client';

import type { User } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Anchor, Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { BetterPassword } from './better-password.tsx';
import { GatePage } from './gate-page.tsx';
import { joinWords } from './join-forms.tsx';
import type { JoinLink } from './link-in.ts';
import classes from './session.module.css';

interface JoinAsProps {
  kind: JoinLink['kind'];
  user: User;
  team: TeamApi;
  refusal: Refusal | null;
  onJoin: () => Promise<void>;
}

/** With an open session: the account is named before the role goes to it. */
export function JoinAs({ kind, user, team, refusal, onJoin }: JoinAsProps) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  if (user.role) {
    return (
      <GatePage title="You are in the team already">
        <Text>
          {user.email} is {user.role}, so there is nothing to join. An owner can change roles on the
          team page.
        </Text>
        <Button component="a" href={addresses.sales}>
          Go to sales
        </Button>
      </GatePage>
    );
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
  const { title, lead } = joinWords[kind];
  return (
    <GatePage title={title} lead={lead}>
      {refusal && <RefusalAlert refusal={refusal} />}
      <Text>
        You are signed in as <strong>{user.email}</strong>.
      </Text>
      {refusal?.code === 'PASSWORD_TOO_WEAK' ? (
        <BetterPassword team={team} email={user.email} onDone={() => void join()} />
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
