import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { Registry } from 'prom-client';

export interface HttpOptions {
  host: string;
  port: number;
  registry: Registry;
  /** Names of what is missing; empty when the worker can work. */
  missing: () => Promise<string[]>;
  log: Logger;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

/** Metrics and health, for the operator; nothing here is for buyers. */
export async function startHttp(
  options: HttpOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void respond(request, response, options);
  });
  server.requestTimeout = 5_000;
  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, options: HttpOptions) {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const { status, type, body } = await bestEffort(
    options.log,
    'answer a health or metrics request',
    answer(request.method ?? '', path, options),
    plain(500, 'error'),
  );
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answer(method: string, path: string, options: HttpOptions): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return plain(405, 'method not allowed');
  }
  if (path === '/livez') {
    return plain(200, 'ok');
  }
  if (path === '/readyz') {
    const missing = await options.missing();
    return missing.length === 0 ? plain(200, 'ok') : plain(503, `missing: ${missing.join(', ')}`);
  }
  if (path === '/metrics') {
    const body = await options.registry.metrics();
    return { status: 200, type: options.registry.contentType, body };
  }
  return plain(404, 'not found');
}

function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function listen(server: Server, { host, port }: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
