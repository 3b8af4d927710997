'use client';

import { Button, Stack } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { useTeamApi } from '../../lib/use-site-config.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { fieldError, generalRefusal } from '../kit/forms.tsx';
import { NewPassword, passwordRule } from './fields.tsx';
import { GatePage, LoadingPage } from './gate-page.tsx';
import { DeadLink, isWellFormed, resetTokenIn } from './links.tsx';
import { useWait, WaitAlert } from './wait-alert.tsx';

/** Target of a reset link: sets a new password, then links to the sign-in page. */
export function ResetPage() {
  const token = resetTokenIn(usePathname());
  const team = useTeamApi();
  const [email, setEmail] = useState<string | null>(null);
  const [isDead, setDead] = useState(false);
  if (!team) {
    return <LoadingPage isUnreachable={false} />;
  }
  if (isDead || !isWellFormed(token)) {
    return <DeadLink kind="reset" />;
  }
  if (email) {
    return (
      <GatePage
        title="Your new password is set"
        lead={`Every session of ${email} has ended, on all devices. Sign in with the new password.`}
      >
        <Button component="a" href={addresses.login}>
          Sign in
        </Button>
      </GatePage>
    );
  }
  return (
    <GatePage
      title="Choose a new password"
      lead="The link works once. When the password is set, every open session of your account ends."
    >
      <ResetForm team={team} token={token} onDone={setEmail} onDead={() => setDead(true)} />
    </GatePage>
  );
}

interface ResetFormProps {
  team: TeamApi;
  token: string;
  onDone: (email: string) => void;
  onDead: () => void;
}

function ResetForm({ team, token, onDone, onDead }: ResetFormProps) {
  const [password, setPassword] = useState('');
  const { submit, isBusy, refusal } = useSubmit({
    call: () => team.resetPassword({ body: { token, password } }),
    onDone: (answer) => onDone(answer.email),
    onRefused: ({ code }) => {
      if (code === 'RESET_TOKEN_INVALID') {
        onDead();
      }
    },
  });
  const leftMs = useWait(refusal);
  const general = generalRefusal(refusal, ['password']);

  return (
    <form onSubmit={submit}>
      <Stack>
        {general && <WaitAlert refusal={general} leftMs={leftMs} />}
        <NewPassword
          label="New password"
          value={password}
          onChange={setPassword}
          error={fieldError(refusal, 'password')}
        />
        <Button
          type="submit"
          loading={isBusy}
          disabled={leftMs > 0 || !passwordRule(password).isMet}
        >
          Set password
        </Button>
      </Stack>
    </form>
  );
}
