'use client';

import { useEffect, useState } from 'react';
import type { SiteConfig } from '../site-config.ts';

const RETRY_MS = 3_000;

/** The settings of this site; null until they are loaded. */
export function useSiteConfig(): SiteConfig | null {
  const [config, setConfig] = useState<SiteConfig | null>(null);
  useEffect(() => {
    let isMounted = true;
    const show = (loaded: SiteConfig) => isMounted && setConfig(loaded);
    void loadSiteConfig().then(show);
    return () => {
      isMounted = false;
    };
  }, []);
  return config;
}

let loading: Promise<SiteConfig> | null = null;

/** Loads once per page, and tries again until it succeeds: without settings no call is possible. */
export function loadSiteConfig(): Promise<SiteConfig> {
  loading ??= fetchUntilLoaded();
  return loading;
}

async function fetchUntilLoaded(): Promise<SiteConfig> {
  for (;;) {
    try {
      // Without options, so that the answer that the page preloaded is used.
      const response = await fetch('/config.json');
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      return (await response.json()) as SiteConfig;
    } catch (error) {
      console.warn('Loading /config.json failed; trying again in 3 s.', error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
