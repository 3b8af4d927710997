import { createHash, randomBytes } from 'node:crypto';

/**
 * A press on a page that is the same for all readers. Its Idempotency-Key must be the browser's own secret: who
 * shows the key of a join gets its ticket. So the first press only gives the browser a secret, and is repeated by
 * the browser with it; a second press, while the first answer is on its way, has the same key and the same place.
 */
type Press =
  | { kind: 'ordinary' }
  | { kind: 'again'; response: Response }
  | { kind: 'early'; secret: string };

const SECRET_SECONDS = 600;

export function pressOf(headers: Headers, query: URLSearchParams, siteUrl?: string): Press {
  if (!query.has('first')) {
    return { kind: 'ordinary' };
  }
  const isSecure = siteUrl?.startsWith('https:') ?? false;
  const name = isSecure ? '__Host-press' : 'press';
  const secret = cookieIn(headers, name);
  if (secret !== null) {
    return { kind: 'early', secret };
  }
  if (query.has('again')) {
    // A browser without cookies: the place is kept under the address, but its ticket will be lost, too.
    return { kind: 'early', secret: newSecret() };
  }
  const secure = isSecure ? '; Secure' : '';
  const response = new Response(null, {
    status: 307,
    headers: {
      location: 'plain?first&again',
      'set-cookie': `${name}=${newSecret()}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SECRET_SECONDS}${secure}`,
      'cache-control': 'private, no-store',
    },
  });
  return { kind: 'again', response };
}

export function keyOfPress(secret: string, saleId: string, email: string): string {
  const text = [secret, saleId, email.trim()].join('\n');
  return createHash('sha256').update(text).digest('base64url');
}

const newSecret = () => randomBytes(24).toString('base64url');

function cookieIn(headers: Headers, name: string): string | null {
  const pairs = (headers.get('cookie') ?? '').split(/; */);
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value && /^[\w-]{32}$/.test(value) ? value : null;
}
