'use client';

import type { User } from '@flash/shared-types';
import { useEffect, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';
import { useTeam } from '../../lib/use-team.ts';

export type Session =
  | { kind: 'opening' }
  | { kind: 'unreachable' }
  | { kind: 'nobody'; team: TeamApi }
  | { kind: 'someone'; team: TeamApi; user: User };

const RETRY_MS = 3_000;

/** Who is signed in, as the API says; asked again until it answers. */
export function useSession(): Session {
  const team = useTeam();
  const [session, setSession] = useState<Session>({ kind: 'opening' });
  useEffect(() => {
    if (!team) return;
    let timer: ReturnType<typeof setTimeout>;
    let isGone = false;
    const ask = async () => {
      const answer = await team.getSession();
      if (isGone) return;
      if (answer.ok) return setSession({ kind: 'someone', team, user: answer.value.user });
      if (answer.refusal.status === 401) return setSession({ kind: 'nobody', team });
      setSession({ kind: 'unreachable' });
      timer = setTimeout(() => void ask(), RETRY_MS);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [team]);
  return session;
}
