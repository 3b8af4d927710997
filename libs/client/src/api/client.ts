import type { AnswerOf, CallOf, EndpointName, Endpoints, Method } from '@flash/shared-types';
import type { Answer, Http, HttpRequest } from './http.ts';

/**
 * Method and path of the endpoints that a site calls. They repeat the endpoint table, which carries
 * a schema library that a buyer's page has no bytes to spare for; a test holds the two together.
 */
export type Routes = { readonly [Name in EndpointName]?: readonly [Method, string] };

export interface CallOptions {
  /** Idempotency-Key: the same key and request get the first answer again. */
  key?: string;
  /** If-Match: the version the caller has seen; another one refuses the call. */
  ifVersion?: number;
  /** A body that is not JSON, sent unchanged with its own content type. */
  bytes?: Blob;
  signal?: AbortSignal;
}

type Call<Name extends EndpointName> =
  Record<never, never> extends CallOf<Endpoints[Name]>
    ? (call?: CallOf<Endpoints[Name]> & CallOptions) => Promise<Answer<AnswerOf<Endpoints[Name]>>>
    : (call: CallOf<Endpoints[Name]> & CallOptions) => Promise<Answer<AnswerOf<Endpoints[Name]>>>;

export type Client<Known extends Routes> = {
  [Name in keyof Known & EndpointName]: Call<Name>;
};

/** One function for each route, typed by the contract. */
export function createClient<Known extends Routes>(http: Http, routes: Known): Client<Known> {
  const calls = Object.entries(routes).map(([name, [method, path]]) => [
    name,
    (call: LooseCall = {}) => http(requestOf(method, path, call)),
  ]);
  return Object.fromEntries(calls) as Client<Known>;
}

interface LooseCall extends CallOptions {
  params?: Record<string, string>;
  query?: HttpRequest['query'];
  body?: unknown;
}

function requestOf(method: Method, path: string, call: LooseCall): HttpRequest {
  const { params = {}, query, body, bytes, signal } = call;
  return {
    method,
    path: path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    ),
    query,
    // The API refuses a POST without a content type, so an empty body is sent as {}.
    body: bytes ?? body ?? (method === 'GET' || method === 'DELETE' ? undefined : {}),
    headers: headersOf(call),
    signal,
  };
}

function headersOf({ key, ifVersion }: CallOptions): Record<string, string> | undefined {
  if (key === undefined && ifVersion === undefined) {
    return undefined;
  }
  return {
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(ifVersion !== undefined && { 'if-match': `"${ifVersion}"` }),
  };
}

/** An idempotency key. `crypto.randomUUID` exists on secure pages only; `getRandomValues` everywhere. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
