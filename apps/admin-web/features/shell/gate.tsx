'use client';

import { useStore } from '@flash/web';
import { Anchor, Button, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { type Member, MemberContext, memberOf, useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { PasswordStep } from '../account/password-step.tsx';
import { GatePage, Opening } from '../session/gate-page.tsx';
import { SignInForm } from '../session/sign-in-form.tsx';
import { onSignedOut, type Session, signOut, useSession } from '../session/use-session.ts';

/** Lets members in; others are led to where they can become one. The API decides at each call. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const member = useLastMember(session);
  const isExpired = useStore(sessionGuard.expired);
  useEndedSession(session, member !== null);

  if (session.kind === 'someone' && !session.user.role) {
    return <Stranger team={session.team} email={session.user.email} />;
  }
  if (!member) {
    return <Opening isUnreachable={session.kind === 'unreachable'} />;
  }
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
    if (isOther) {
      location.reload();
    } else if (team && user?.role) {
      setMember(memberOf(team, user, user.role));
    }
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

/**
 * A session ends here, in another tab, or on the server. A user with a page open gets a dialog
 * above it, which goes when they sign in again, wherever they do; others go to the sign-in page.
 */
function useEndedSession(session: Session, hasPage: boolean): void {
  const queries = useQueryClient();
  const pathname = usePathname();
  const isExpired = useStore(sessionGuard.expired);
  const { kind } = session;

  useEffect(() => {
    const lookAgain = () => queries.invalidateQueries({ queryKey: ['session'] });
    if (isExpired) {
      void lookAgain();
    }
    return onSignedOut(() => void lookAgain());
  }, [isExpired, queries]);

  useEffect(() => {
    if (kind === 'someone') {
      sessionGuard.expired.send(false);
    }
    if (kind !== 'nobody') {
      return;
    }
    if (hasPage) {
      return sessionGuard.expired.send(true);
    }
    const next = `${pathname}${location.search}`;
    location.replace(`${addresses.login}?next=${encodeURIComponent(next)}`);
  }, [kind, hasPage, pathname]);
}

/** Over the page, not instead of it: what was being typed stays where it is. */
function SignInAgain({ isOpen }: { isOpen: boolean }) {
  const { team, user } = useMember();
  const queries = useQueryClient();
  useEffect(leaveEscapeAlone, []);
  const goOn = () => {
    sessionGuard.expired.send(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={1_000}
      title="Your session has ended"
    >
      <Text size="sm" mb="md">
        Sign in again as {user.email}. What you typed on this page is kept but not saved yet.
      </Text>
      <SignInForm team={team} email={user.email} isEmailFixed onDone={goOn} />
      <Text size="sm" mt="md" c="dimmed">
        Not you?{' '}
        <Anchor href={addresses.login} underline="always" inherit>
          Use another account
        </Anchor>
        . This closes the page.
      </Text>
    </Modal>
  );
}

/** Escape would close the dialog below this one, and what was typed into it would be gone. */
function leaveEscapeAlone(): () => void {
  const stop = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && sessionGuard.expired.get()) {
      event.stopImmediatePropagation();
    }
  };
  addEventListener('keydown', stop, { capture: true });
  return () => removeEventListener('keydown', stop, { capture: true });
}

/** Over the page and its dialogs: what was about to be done goes on by itself afterwards. */
function ConfirmPassword() {
  const { team } = useMember();
  const settle = useStore(sessionGuard.confirming);
  return (
    <Modal
      opened={settle !== null}
      onClose={() => settle?.(false)}
      zIndex={900}
      title="Confirm your password"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <PasswordStep
        lead={
          <Text size="sm">
            You signed in a while ago. Enter your password again to continue. You will not be asked
            again for 15 minutes.
          </Text>
        }
        button="Confirm"
        call={(password) => team.confirmPassword({ body: { password } })}
        onDone={() => settle?.(true)}
        onCancel={() => settle?.(false)}
      />
    </Modal>
  );
}
