import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { hostPrefix } from '@flash/shared-types';

/** What a request shows of a session, as it came. */
export interface Credentials {
  cookie?: string | undefined;
  authorization?: string | undefined;
}

export const PLAIN_COOKIES = 'better-auth';
export const HOST_COOKIES = `${hostPrefix}${PLAIN_COOKIES}`;
/** What they were called over https before: any sibling domain may set such a cookie. */
const OLD_COOKIES = `__Secure-${PLAIN_COOKIES}`;

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-|__Host-)?better-auth\.session_token=([^;]+)/;
const SESSION_COOKIES = /(?:^|;\s*)((?:__Secure-|__Host-)?better-auth\.session_token=[^;]+)/g;
/** Anything longer is no session of ours. Any client can send it, so only its digest is kept. */
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
  if (authorization && /^bearer \S/i.test(authorization)) {
    shown.push(`b ${authorization.slice(7)}`);
  }
  if (shown.length === 0) {
    return null;
  }
  const text = shown.join('; ');
  return text.length <= LENGTH_MAX ? text : createHash('sha256').update(text).digest('base64url');
}

/** The token of a bearer without a signature: the library looks up even an invented one. */
export function unsignedBearerIn({ authorization }: Credentials): string | null {
  const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1]?.trim();
  return token && !token.includes('.') ? token : null;
}

/** A request that browsers attach this to by themselves needs an Origin check. */
export function hasAmbientCredential(cookie: string | undefined): boolean {
  return cookie !== undefined && /(?:better-auth\.|flash_ticket_)/.test(cookie);
}

/** A cookie header as the library reads it: an old name counts where there is none of the new. */
export function underNewNames(cookies: string | undefined): string | undefined {
  if (!cookies?.includes(`${OLD_COOKIES}.`)) {
    return cookies;
  }
  const renamed = (pair: string) => pair.replace(`${OLD_COOKIES}.`, `${HOST_COOKIES}.`);
  const pairs = cookies.split(/;\s*/);
  const names = new Set(pairs.map((pair) => pair.split('=', 1)[0]));
  return pairs
    .map((pair) => {
      const isOld = pair.startsWith(`${OLD_COOKIES}.`);
      return isOld && !names.has(renamed(pair).split('=', 1)[0]) ? renamed(pair) : pair;
    })
    .join('; ');
}

/**
 * What the library sets, and the same under the old name: processes of the version before know no other,
 * and none that is left behind can outlive a sign-out.
 */
export function underBothNames(setCookie: string): string[] {
  const isNew = setCookie.startsWith(`${HOST_COOKIES}.`);
  return isNew ? [setCookie, setCookie.replace(HOST_COOKIES, OLD_COOKIES)] : [setCookie];
}

/** The token that these set-cookie headers give a session, as a bearer would send it. */
export function tokenIn(cookies: readonly string[]): string | null {
  const values = cookies.map((cookie) => SESSION_COOKIE.exec(cookie)?.[1]).filter(Boolean);
  return decodeURIComponent(values.at(-1) ?? '').split('.', 1)[0] || null;
}

export interface Secrets {
  secret: string;
  /** The one before the last change, or the next one; what is signed with it counts as well. */
  previous: string | null;
}

const COOKIE = /((?:__Secure-|__Host-)?better-auth\.[\w-]+=)([^;\s]+)/g;

/**
 * The accounts library verifies signatures with one secret only. What a client got under the other one is
 * handed to it as if it had been signed with this one.
 */
export function signedAnew({ secret, previous }: Secrets, shown: Credentials): Credentials {
  if (previous === null) {
    return shown;
  }
  const { cookie, authorization } = shown;
  const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const text = token && signedBy(previous, decoded(token));
  return {
    cookie: cookie?.replace(COOKIE, (pair, name: string, value: string) => {
      const signed = signedBy(previous, decoded(value));
      return signed === null
        ? pair
        : `${name}${encodeURIComponent(`${signed}.${mark(secret, signed)}`)}`;
    }),
    // A bare token needs no signature.
    authorization: text ? `Bearer ${text}` : authorization,
  };
}

/** What was signed, or null when it was signed with another secret. */
function signedBy(secret: string, value: string): string | null {
  const at = value.lastIndexOf('.');
  if (at <= 0) {
    return null;
  }
  const text = value.slice(0, at);
  const shown = Buffer.from(value.slice(at + 1), 'base64');
  const right = Buffer.from(mark(secret, text), 'base64');
  return shown.length === right.length && timingSafeEqual(shown, right) ? text : null;
}

const mark = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('base64');

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Whether an open sign-up makes an owner, judged on the request as it came: from the admin site, or
 * from a program. Any other origin is a buyer's. Browsers send an Origin with each POST, and those that
 * hide it still say from which site; programs send neither (Node's own `fetch` only `Sec-Fetch-Mode`).
 */
export function makesOwner(headers: Record<string, unknown>, adminOrigin: string): boolean {
  if (typeof headers.origin === 'string') {
    return headers.origin === adminOrigin;
  }
  return ['origin', 'referer', 'sec-fetch-site'].every((name) => headers[name] === undefined);
}
