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

/** Null until the address is known; links to the shop wait for it. */
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
      // The shell asks for the same file again until it comes; a page without this link still works.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return url;
}
