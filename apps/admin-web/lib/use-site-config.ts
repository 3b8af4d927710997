'use client';

import { loadSiteConfig } from '@flash/web';
import { useEffect, useState } from 'react';
import { createTeamApi, type TeamApi } from './team-api.ts';

const RETRY_MS = 3_000;

/** The client of the API, once its address is known. */
export function useTeamApi(): TeamApi | null {
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

/** The shop's address; null until it is known. */
export function useShopUrl(): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    loadSiteConfig().then(
      ({ shopUrl }) => {
        if (!isGone) {
          setUrl(shopUrl ?? null);
        }
      },
      // Not reported: useTeamApi retries the same file, and pages work without the link.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return url;
}
