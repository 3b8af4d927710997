'use client';

import type { User } from '@flash/shared-types';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { GatePage } from './gate-page.tsx';
import type { JoinLink } from './link-in.ts';
import { SignInForm } from './sign-in-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';

interface JoinFormsProps {
  kind: JoinLink['kind'];
  token: string;
  team: TeamApi;
  onSignedIn: () => void;
  onSignedUp: (user: User) => void;
}

export const joinWords = {
  setup: {
    title: 'Set up the team',
    lead: 'This system has no owner yet. With this link your account becomes the first owner, who runs sales and invites the team.',
  },
  invitation: {
    title: 'Join the team',
    lead: 'An owner invited you to run flash sales. The role comes with the link, whichever account you use.',
  },
};

const ways = [
  { value: 'new', label: 'New account' },
  { value: 'known', label: 'I have an account' },
];

export function JoinForms({ kind, token, team, onSignedIn, onSignedUp }: JoinFormsProps) {
  const [way, setWay] = useState('new');
  const { title, lead } = joinWords[kind];
  return (
    <GatePage title={title} lead={lead}>
      <SegmentedControl aria-label="Which account" data={ways} value={way} onChange={setWay} />
      {way === 'new' ? (
        <SignUpForm team={team} teamToken={token} onDone={onSignedUp} />
      ) : (
        <SignInForm team={team} onDone={onSignedIn} />
      )}
    </GatePage>
  );
}
