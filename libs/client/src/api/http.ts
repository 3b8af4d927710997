import type { ErrorCode, FieldError } from '@flash/shared-types';
import { monotonicNow } from '../server-clock.ts';

/**
 * Why the payment provider did not authorise a payment in the browser. `PROVIDER_SILENT`: its answer did not come.
 * `PROVIDER_BLOCKED`: its script did not run.
 */
export type PaymentFault =
  | 'CARD_DECLINED'
  | 'CARD_FUNDS'
  | 'CARD_EXPIRED'
  | 'CARD_DATA'
  | 'NOT_AUTHENTICATED'
  | 'PROVIDER_SILENT'
  | 'PROVIDER_BLOCKED';

/** Why a call did not succeed, in words for people. */
export interface Refusal {
  /** `OFFLINE`: no complete answer arrived. `UNREADABLE`: the answer is not one of our API. */
  code: ErrorCode | 'OFFLINE' | 'UNREADABLE' | PaymentFault;
  status: number;
  title: string;
  detail: string;
  requestId: string | null;
  errors: FieldError[];
  retryAfterMs: number | null;
  orderId: string | null;
}

export type Answer<Value> =
  /** `startedAt`: monotonic time at which the request was sent. */
  { ok: true; value: Value; status: number; startedAt: number } | { ok: false; refusal: Refusal };

export interface HttpRequest {
  method: string;
  path: string;
  query?: Record<string, string | number | undefined>;
  /** JSON, or the bytes of a file. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Http = <Value>(request: HttpRequest) => Promise<Answer<Value>>;

const TIMEOUT_MS = 20_000;

/** Calls one API. Expected failures are values; only an abort by the caller is thrown. */
export function createHttp(base: string, send: typeof fetch = (...args) => fetch(...args)): Http {
  return async <Value>(request: HttpRequest): Promise<Answer<Value>> => {
    const startedAt = monotonicNow();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const response = await send(urlOf(base, request), { ...initOf(request), signal });
      const body = readJson(await response.text());
      if (response.ok && body !== undefined) {
        return { ok: true, value: body as Value, status: response.status, startedAt };
      }
      return { ok: false, refusal: readRefusal(response, body) };
    } catch (error) {
      if (request.signal?.aborted) {
        throw error;
      }
      return { ok: false, refusal: offline };
    }
  };
}

function urlOf(base: string, { path, query = {} }: HttpRequest): string {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      url.searchParams.set(name, String(value));
    }
  }
  return url.href;
}

function initOf({ method, body, headers }: HttpRequest): RequestInit {
  const isFile = body instanceof Blob;
  const isJson = body !== undefined && !isFile;
  const type = isJson ? { 'content-type': 'application/json' } : undefined;
  return {
    method,
    // Cookies of the API prove the caller; scripts cannot read them.
    credentials: 'include',
    headers: { accept: 'application/json', ...type, ...headers },
    // A file has its own content type.
    body: isJson ? JSON.stringify(body) : (body as Blob | undefined),
  };
}

/** Null for an empty body, undefined for one that is not JSON. */
function readJson(text: string): unknown {
  if (text === '') {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const offline: Refusal = {
  code: 'OFFLINE',
  status: 0,
  title: 'No connection',
  detail: 'The shop cannot be reached right now.',
  requestId: null,
  errors: [],
  retryAfterMs: null,
  orderId: null,
};

function readRefusal(response: Response, body: unknown): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Refusal>;
  const seconds = Number(response.headers.get('retry-after'));
  return {
    code: problem.code ?? 'UNREADABLE',
    status: response.status,
    title: problem.title ?? 'Something went wrong',
    detail: problem.detail ?? 'The answer could not be understood. Try again in a moment.',
    requestId: problem.requestId ?? response.headers.get('x-request-id'),
    errors: problem.errors ?? [],
    retryAfterMs: problem.retryAfterMs ?? (seconds > 0 ? seconds * 1_000 : null),
    orderId: problem.orderId ?? null,
  };
}
