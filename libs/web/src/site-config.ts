export interface SiteConfig {
  apiUrl: string;
  /** Where buyers find the shop; sent to the team's site only. */
  shopUrl?: string;
  /** Texts of the operator by page; sent to the buyers' site only. */
  texts?: Record<string, string>;
}

const FALLBACK = 'http://localhost:4000';

/** What a site sends to its browsers; read at run time, so that one build serves every address. */
export function siteConfig(env: Record<string, string | undefined>): SiteConfig {
  return { apiUrl: (env.NEXT_PUBLIC_API_URL || FALLBACK).replace(/\/+$/, '') };
}
