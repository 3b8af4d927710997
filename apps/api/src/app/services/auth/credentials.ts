import { createHash } from 'node:crypto';

/** What a request shows of a session, as it came. */
export interface Credentials {
  cookie?: string | undefined;
  authorization?: string | undefined;
}

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?better-auth\.session_token=([^;]+)/;
const SESSION_COOKIES = /(?:^|;\s*)((?:__Secure-)?better-auth\.session_token=[^;]+)/g;
/** What is longer is no session of ours, and remembered by its digest: anybody can send it. */
const LENGTH_MAX = 512;

/**
 * Everything that could name a session, or null when there is nothing to look up. All of it: which part
 * counts is for the accounts library to say, and what one person proved with one part must not be
 * found by another who sends only the rest.
 */
export function credentialOf({ cookie, authorization }: Credentials): string | null {
  const shown = cookie
    ? Array.from(cookie.matchAll(SESSION_COOKIES), ([, pair]) => `c ${pair}`)
    : [];
  if (authorization && /^bearer \S/i.test(authorization)) shown.push(`b ${authorization.slice(7)}`);
  if (shown.length === 0) return null;
  const text = shown.join('; ');
  return text.length <= LENGTH_MAX ? text : createHash('sha256').update(text).digest('base64url');
}

/** A request that browsers attach this to by themselves needs an Origin check. */
export function hasAmbientCredential(cookie: string | undefined): boolean {
  return cookie !== undefined && /(?:better-auth\.|flash_ticket_)/.test(cookie);
}

/** The token that these set-cookie headers give a session, as a bearer would send it. */
export function tokenIn(cookies: readonly string[]): string | null {
  const values = cookies.map((cookie) => SESSION_COOKIE.exec(cookie)?.[1]).filter(Boolean);
  return decodeURIComponent(values.at(-1) ?? '').split('.', 1)[0] || null;
}
