'use client';

import type { Health } from '@flash/shared-types';
import { useQuery } from '@tanstack/react-query';
import { useTeamApi } from './use-site-config.ts';

/** What the API tells of itself to every caller, read once; null until then, and where it does not answer. */
export function useHealth(): Health | null {
  const team = useTeamApi();
  const { data } = useQuery({
    queryKey: ['health', team?.base],
    enabled: team !== null,
    queryFn: () => team?.health() ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.ok ? data.value : null;
}
