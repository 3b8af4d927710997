export interface SiteConfig {
  apiUrl: string;
  /** Where buyers find the shop; told to the team's site only. */
  shopUrl?: string;
}

const FALLBACK = 'http://localhost:4000';

/** What a site tells its browser; read when it runs, so that one build serves every address. */
export function siteConfig(env: Record<string, string | undefined>): SiteConfig {
  return { apiUrl: (env.NEXT_PUBLIC_API_URL || FALLBACK).replace(/\/+$/, '') };
}

let loaded: Promise<SiteConfig> | null = null;

export function loadSiteConfig(): Promise<SiteConfig> {
  // With nothing asked for but the address, so that what a page preloaded is taken.
  loaded ??= fetch('/config.json')
    .then(async (response) => (await response.json()) as SiteConfig)
    .catch((error: unknown) => {
      loaded = null;
      throw error;
    });
  return loaded;
}
