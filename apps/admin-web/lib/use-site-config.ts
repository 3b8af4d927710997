'use client';

import { useSiteConfig } from '@flash/web';
import { useMemo } from 'react';
import { createTeamApi, type TeamApi } from './team-api.ts';

/** The client of the API, once its address is loaded. */
export function useTeamApi(): TeamApi | null {
  const config = useSiteConfig();
  return useMemo(() => config && createTeamApi(config.apiUrl), [config]);
}

/** The shop's address; null until it is loaded. */
export const useShopUrl = (): string | null => useSiteConfig()?.shopUrl ?? null;
