'use client';

import { loadSiteConfig } from '@flash/web';
import { useEffect, useState } from 'react';
import { createTeamApi, type TeamApi } from './team-api.ts';

const RETRY_MS = 3_000;

/** The API of this copy, once its address is known. */
export function useTeam(): TeamApi | null {
  const [team, setTeam] = useState<TeamApi | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const load = () =>
      loadSiteConfig().then(
        ({ apiUrl }) => setTeam(createTeamApi(apiUrl)),
        () => {
          timer = setTimeout(load, RETRY_MS);
        },
      );
    void load();
    return () => clearTimeout(timer);
  }, []);
  return team;
}
