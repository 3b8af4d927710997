import { type Answer, createClient, createHttp, siteConfig } from '@flash/web';
import { routes } from '../../lib/routes.ts';

const TIMEOUT_MS = 5_000;

/**
 * The API on behalf of one reader: their cookies go there, and what it sets comes back. A server may
 * reach the API at another address than browsers do.
 */
export function shopOf(cookie: string | null) {
  const base = process.env.API_INTERNAL_URL || siteConfig(process.env).apiUrl;
  const setCookies: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie) headers.set('cookie', cookie);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(input, { ...init, headers, signal, cache: 'no-store' });
    setCookies.push(...response.headers.getSetCookie());
    return response;
  };
  return { shop: createClient(createHttp(base, send), routes), setCookies };
}

export type PlainShop = ReturnType<typeof shopOf>['shop'];

export const given = <Value>(answer: Answer<Value>): Value | null =>
  answer.ok ? answer.value : null;
