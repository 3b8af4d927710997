'use client';

import { useStore } from '@flash/web';
import { useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { onSignedOut } from '../session/signed-out.ts';
import type { Session } from '../session/use-session.ts';

/**
 * A session ends here, in another tab, or on the server. A user with a page open gets a dialog
 * above it, which goes when they sign in again, wherever they do; others go to the sign-in page.
 */
export function useEndedSession(session: Session, hasPage: boolean): void {
  const queries = useQueryClient();
  const pathname = usePathname();
  const isExpired = useStore(sessionGuard.expired);
  const { kind } = session;

  useEffect(() => {
    const lookAgain = () => queries.invalidateQueries({ queryKey: ['session'] });
    if (isExpired) void lookAgain();
    return onSignedOut(() => void lookAgain());
  }, [isExpired, queries]);

  useEffect(() => {
    if (kind === 'someone') sessionGuard.expired.send(false);
    if (kind !== 'nobody') return;
    if (hasPage) return sessionGuard.expired.send(true);
    const next = `${pathname}${location.search}`;
    location.replace(`${addresses.login}?next=${encodeURIComponent(next)}`);
  }, [kind, hasPage, pathname]);
}
