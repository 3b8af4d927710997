import { type Answer, createClient, createHttp } from '@flash/web';
import { apiBase } from '../../lib/api-base.server.ts';
import { routes } from '../../lib/routes.ts';

const TIMEOUT_MS = 5_000;

/**
 * Who the reader is and where the request came from. The API believes the addresses only if it was
 * told to trust this server (`TRUSTED_PROXIES`); else all readers of plain pages count as one.
 */
const passedOn = ['cookie', 'origin', 'sec-fetch-site', 'x-forwarded-for'];

/** The API on behalf of one reader: their cookies go there, and what it sets comes back. */
export function shopOf(reader: Headers) {
  const setCookies: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of passedOn) {
      const value = reader.get(name);
      if (value) headers.set(name, value);
    }
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(input, { ...init, headers, signal, cache: 'no-store' });
    setCookies.push(...response.headers.getSetCookie());
    return response;
  };
  return { shop: createClient(createHttp(apiBase(), send), routes), setCookies };
}

export type PlainShop = ReturnType<typeof shopOf>['shop'];

export const given = <Value>(answer: Answer<Value>): Value | null =>
  answer.ok ? answer.value : null;
