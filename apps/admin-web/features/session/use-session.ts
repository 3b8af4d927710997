'use client';

import type { User } from '@flash/shared-types';
import { useQuery } from '@tanstack/react-query';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { useTeamApi } from '../../lib/use-site-config.ts';

export type Session =
  | { kind: 'loading' }
  | { kind: 'unreachable' }
  | { kind: 'signed-out'; team: TeamApi }
  | { kind: 'signed-in'; team: TeamApi; user: User };

const RETRY_MS = 3_000;

/** The current session according to the API; retried until the API answers. */
export function useSession(): Session {
  const team = useTeamApi();
  const { data } = useQuery({
    queryKey: ['session', team?.base],
    enabled: team !== null,
    queryFn: () => team?.getSession() ?? null,
    refetchInterval: ({ state }) => (state.data && isUnreachable(state.data) ? RETRY_MS : false),
    refetchOnWindowFocus: true,
  });
  if (!team || !data) {
    return { kind: 'loading' };
  }
  if (data.ok) {
    return { kind: 'signed-in', team, user: data.value.user };
  }
  if (data.refusal.status === 401) {
    return { kind: 'signed-out', team };
  }
  return { kind: 'unreachable' };
}

const isUnreachable = (answer: { ok: boolean; refusal?: { status: number } }) =>
  !answer.ok && answer.refusal?.status !== 401;

const NAME = 'signed-out';

/** Tells the other tabs of this browser that their shared session has ended. */
function announceSignOut(): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(NAME);
  channel.close();
}

export function onSignedOut(listener: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', listener);
  return () => channel.close();
}

export async function signOut(team: TeamApi): Promise<void> {
  await team.signOut();
  announceSignOut();
  location.assign(addresses.login);
}
