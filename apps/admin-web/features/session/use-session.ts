'use client';

import type { User } from '@flash/shared-types';
import { useQuery } from '@tanstack/react-query';
import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { useTeam } from '../../lib/use-site-config.ts';

export type Session =
  | { kind: 'opening' }
  | { kind: 'unreachable' }
  | { kind: 'nobody'; team: TeamApi }
  | { kind: 'someone'; team: TeamApi; user: User };

const RETRY_MS = 3_000;

/** Who is signed in, as the API says; asked again until it answers. */
export function useSession(): Session {
  const team = useTeam();
  const { data } = useQuery({
    queryKey: ['session', team?.base],
    enabled: team !== null,
    queryFn: () => team?.getSession() ?? null,
    refetchInterval: ({ state }) => (state.data && isUnreachable(state.data) ? RETRY_MS : false),
    refetchOnWindowFocus: true,
  });
  if (!team || !data) {
    return { kind: 'opening' };
  }
  if (data.ok) {
    return { kind: 'someone', team, user: data.value.user };
  }
  if (data.refusal.status === 401) {
    return { kind: 'nobody', team };
  }
  return { kind: 'unreachable' };
}

const isUnreachable = (answer: { ok: boolean; refusal?: { status: number } }) =>
  !answer.ok && answer.refusal?.status !== 401;

const NAME = 'signed-out';

/** Tells the other tabs of this browser that the session they share is over. */
function tellSignedOut(): void {
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
  tellSignedOut();
  location.assign(addresses.login);
}
