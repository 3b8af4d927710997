import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from './provider.ts';

/**
 * `failed`: an error of the provider, after which nothing was done. `failed late`: such an error although it was
 * done. `busy`: too many requests. `lost`: it was done, and the answer does not arrive. `silent`: nothing was done,
 * and no answer comes.
 */
export type FakeFault = 'failed' | 'failed late' | 'busy' | 'lost' | 'silent';

export interface FakeStripe {
  provider: FakeProvider;
  /** For `STRIPE_API_BASE`. */
  url: string;
  /** What a process needs to ask this provider; it is sent no events. */
  settings: {
    secretKey: string;
    publishableKey: string;
    webhookSecrets: string[];
    apiBase: string;
    scriptBase: string;
  };
  /** The next request that matches goes wrong, once. */
  fault(kind: FakeFault, match?: { method?: string; path?: RegExp }): void;
  /** Every request from now on goes wrong until the answer is called. */
  faultAll(kind: FakeFault): () => void;
  /** What was asked so far, such as `POST /v1/payment_intents`. */
  calls: string[];
  close(): Promise<void>;
}

interface Options {
  provider?: FakeProvider;
  port?: number;
}

/** The fake provider behind HTTP on a loopback address. */
export async function startFakeStripe({
  provider = createFakeProvider(),
  port = 0,
}: Options = {}): Promise<FakeStripe> {
  const faults: { kind: FakeFault; method: string | undefined; path: RegExp; times: number }[] = [];
  const calls: string[] = [];
  let always: FakeFault | null = null;

  function faultOf(request: FakeRequest): FakeFault | null {
    const fault = faults.find(({ method = request.method, path }) => {
      return method === request.method && path.test(request.path);
    });
    if (!fault) {
      return always;
    }
    fault.times -= 1;
    if (fault.times === 0) {
      faults.splice(faults.indexOf(fault), 1);
    }
    return fault.kind;
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const page = pageAt(request);
    if (page) {
      response.writeHead(200, { 'content-type': page.type });
      response.end(page.text);
      return;
    }
    if (request.method === 'OPTIONS') {
      send(response, { status: 204, body: {} });
      return;
    }
    calls.push(`${request.method} ${request.path}`);
    const fault = faultOf(request);
    switch (fault) {
      case 'failed':
      case 'failed late':
        send(response, provider.fail(request, { isDone: fault === 'failed late' }));
        return;
      case 'busy':
        send(response, { status: 429, body: BUSY });
        return;
      case 'lost':
        provider.handle(request);
        incoming.socket.destroy();
        return;
      case 'silent':
        return;
      default:
        send(response, provider.handle(request));
    }
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => incoming.socket.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { secretKey, publishableKey } = provider;
  return {
    provider,
    url,
    settings: { secretKey, publishableKey, webhookSecrets: [], apiBase: url, scriptBase: url },
    calls,
    fault(kind, { method, path = /./ } = {}) {
      // The library sends a request once more when its connection breaks.
      faults.push({ kind, method, path, times: kind === 'lost' ? 2 : 1 });
    },
    faultAll(kind) {
      always = kind;
      return () => {
        always = null;
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const PAGES: Record<string, string> = { '/form': 'form.html', '/bank': 'bank.html' };

/** What a browser loads from the provider: its script, of any release, the card form and the page of a bank. */
function pageAt({ method, path }: FakeRequest): { type: string; text: string } | null {
  const { pathname } = new URL(path, 'http://fake');
  const isScript = pathname.endsWith('/stripe.js');
  const file = isScript ? 'stripe.js' : PAGES[pathname];
  if (method !== 'GET' || file === undefined) {
    return null;
  }
  const text = readFileSync(`${import.meta.dirname}/browser/${file}`, 'utf8');
  return { type: `text/${isScript ? 'javascript' : 'html'}; charset=utf-8`, text };
}

const BUSY = {
  error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow down.' },
};

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  let body = '';
  for await (const part of incoming.setEncoding('utf8')) {
    body += part;
  }
  const { authorization } = incoming.headers;
  const key = incoming.headers['idempotency-key'];
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: { authorization, 'idempotency-key': typeof key === 'string' ? key : undefined },
    body,
  };
}

function send(response: ServerResponse, { status, body, headers }: FakeAnswer): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
  });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}
