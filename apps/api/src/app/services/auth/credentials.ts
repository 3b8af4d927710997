/** What a request shows of a session, as it came. */
export interface Credentials {
  cookie?: string | undefined;
  authorization?: string | undefined;
}

const SESSION_COOKIE = /(?:^|;\s*)((?:__Secure-)?better-auth\.session_token)=([^;]+)/;

/** The part that names a session, or null when there is none to look up. */
export function credentialOf({ cookie, authorization }: Credentials): string | null {
  if (authorization && /^bearer \S/i.test(authorization)) return `b ${authorization.slice(7)}`;
  const session = cookie ? SESSION_COOKIE.exec(cookie) : null;
  return session ? `c ${session[1]}=${session[2]}` : null;
}

/** A request that browsers attach this to by themselves needs an Origin check. */
export function hasAmbientCredential(cookie: string | undefined): boolean {
  return cookie !== undefined && /(?:better-auth\.|flash_ticket_)/.test(cookie);
}

/** The token that these set-cookie headers give a session, as a bearer would send it. */
export function tokenIn(cookies: readonly string[]): string | null {
  const values = cookies.map((cookie) => SESSION_COOKIE.exec(cookie)?.[2]).filter(Boolean);
  return decodeURIComponent(values.at(-1) ?? '').split('.', 1)[0] || null;
}
