'use client';

import { useQuery } from '@tanstack/react-query';
import { useTeam } from '../../lib/use-site-config.ts';

/** Whether this copy lets anybody make an account that is an owner's: for trying it out only. */
export function useIsSignUpOpen(): boolean {
  const team = useTeam();
  const { data } = useQuery({
    queryKey: ['health', team?.base],
    enabled: team !== null,
    queryFn: () => team?.health() ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.ok === true && data.value.signUp === 'open';
}
