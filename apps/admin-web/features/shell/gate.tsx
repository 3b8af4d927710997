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
import { GatePage, LoadingPage } from '../session/gate-page.tsx';
import { SignInForm } from '../session/sign-in-form.tsx';
import { onSignedOut, type Session, signOut, useSession } from '../session/use-session.ts';

/** Shows the dashboard to members and sends others to the sign-in page. The API checks each call. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const member = useLastMember(session);
  const isExpired = useStore(sessionGuard.expired);
  useEndedSession(session, member !== null);

  if (session.kind === 'signed-in' && !session.user.role) {
    return <NoRole team={session.team} email={session.user.email} />;
  }
  if (!member) {
    return <LoadingPage isUnreachable={session.kind === 'unreachable'} />;
  }
  return (
    <MemberContext value={member}>
      {/* First, so that it receives key events before the page's dialogs. */}
      <SignInAgain isOpen={isExpired} />
      <ConfirmPassword />
      {children}
    </MemberContext>
  );
}

/** Kept when the session ends, so that the page keeps what was typed, below a sign-in dialog. */
function useLastMember(session: Session): Member | null {
  const [member, setMember] = useState<Member | null>(null);
  const { team, user } = session.kind === 'signed-in' ? session : { team: null, user: null };
  const isOther = member !== null && user !== null && member.user.id !== user.id;
  useEffect(() => {
    // Another tab signed in with another account: reload, so that no old data stays on this page.
    if (isOther) {
      location.reload();
    } else if (team && user?.role) {
      setMember(memberOf(team, user, user.role));
    }
  }, [isOther, team, user]);
  return member;
}

function NoRole({ team, email }: { team: TeamApi; email: string }) {
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
 * A session can end here, in another tab or on the server. A user with an open page gets a sign-in
 * dialog, which closes after a new sign-in in any tab; others are sent to the sign-in page.
 */
function useEndedSession(session: Session, hasPage: boolean): void {
  const queries = useQueryClient();
  const pathname = usePathname();
  const isExpired = useStore(sessionGuard.expired);
  const { kind } = session;

  useEffect(() => {
    const refetchSession = () => queries.invalidateQueries({ queryKey: ['session'] });
    if (isExpired) {
      void refetchSession();
    }
    return onSignedOut(() => void refetchSession());
  }, [isExpired, queries]);

  useEffect(() => {
    if (kind === 'signed-in') {
      sessionGuard.expired.send(false);
    }
    if (kind !== 'signed-out') {
      return;
    }
    if (hasPage) {
      return sessionGuard.expired.send(true);
    }
    const next = `${pathname}${location.search}`;
    location.replace(`${addresses.login}?next=${encodeURIComponent(next)}`);
  }, [kind, hasPage, pathname]);
}

/** Opens over the page, so that what was typed is kept. */
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

/** Escape would close the dialog below this one and discard what was typed there. */
function leaveEscapeAlone(): () => void {
  const stop = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && sessionGuard.expired.get()) {
      event.stopImmediatePropagation();
    }
  };
  addEventListener('keydown', stop, { capture: true });
  return () => removeEventListener('keydown', stop, { capture: true });
}

/** Opens over the page and its dialogs; the interrupted call continues afterwards. */
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
