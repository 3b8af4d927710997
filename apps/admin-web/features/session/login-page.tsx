'use client';

import { useEffect } from 'react';
import { Opening } from './opening.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useSession } from './use-session.ts';

const home = '/dashboard/flash-sales';

export function LoginPage() {
  const session = useSession();
  const isIn = session.kind === 'someone';
  useEffect(() => {
    if (isIn) location.replace(home);
  }, [isIn]);
  if (session.kind !== 'nobody') return <Opening isUnreachable={session.kind === 'unreachable'} />;
  return (
    <div className="gate">
      <h1>Sign in</h1>
      <p className="muted">For the team that runs the sales.</p>
      <SignInForm team={session.team} onDone={() => location.assign(home)} />
      <p className="fine">
        A new account has no rights by itself: open your invitation or the set-up link after it.
        Only where sign-up is open, as for load tests, does it own the team at once.
      </p>
    </div>
  );
}
