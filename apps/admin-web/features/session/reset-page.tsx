'use client';

import { Button } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useTeam } from '../../lib/use-site-config.ts';
import { DeadLink } from './dead-link.tsx';
import { GatePage } from './gate-page.tsx';
import { looksWhole, resetTokenIn } from './link-in.ts';
import { Opening } from './opening.tsx';
import { ResetForm } from './reset-form.tsx';

/** Where the link of a reset leads: a new password, and the way to sign in with it. */
export function ResetPage() {
  const token = resetTokenIn(usePathname());
  const team = useTeam();
  const [email, setEmail] = useState<string | null>(null);
  const [isDead, setDead] = useState(false);
  if (!team) return <Opening isUnreachable={false} />;
  if (isDead || !looksWhole(token)) return <DeadLink kind="reset" />;
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
