import { type Endpoint, endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { operationOf } from '../plugins/openapi-operation.ts';

interface Documented {
  responses: Record<string, { headers?: object; content?: Record<string, { examples?: object }> }>;
}

/** Of the connection, of browsers' rules, or of the body itself: on every answer, and described once. */
const GENERAL =
  /^(?:content-(?:type|length|security-policy)|date|connection|keep-alive|transfer-encoding|vary|access-control-.*|referrer-policy|strict-transport-security|cross-origin-resource-policy|x-content-type-options|x-frame-options|x-accel-buffering|allow)$/;

/**
 * Watches every answer that a test gets from an endpoint of the table, and collects each status, code,
 * type and header that its description in /docs/json does not have.
 */
export function compareWithDocument(app: FastifyInstance): ReadonlySet<string> {
  const found = new Set<string>();
  const table = Object.entries<Endpoint>(endpoints);
  const known = new Map(
    table.map(([name, endpoint]) => [
      `${endpoint.method} ${endpoint.path}`,
      operationOf(name, endpoint) as unknown as Documented,
    ]),
  );

  app.addHook('onSend', async (request, reply, payload) => {
    const route = routeOf(request);
    const operation = known.get(route);
    if (!operation) {
      return payload;
    }
    const seen = `${route} answers ${reply.statusCode}`;
    const response = operation.responses[reply.statusCode];
    if (!response) {
      found.add(`${seen} ${codeIn(reply, payload) ?? ''}`);
      return payload;
    }
    const named = Object.keys(response.headers ?? {});
    for (const name of Object.keys(reply.getHeaders())) {
      if (!GENERAL.test(name) && !named.includes(name)) {
        found.add(`${seen} with ${name}`);
      }
    }
    const type = String(reply.getHeader('content-type') ?? '').split(';', 1)[0] ?? '';
    const types = response.content ?? {};
    const content = types[type] ?? types[`${type.split('/', 1)[0]}/*`];
    const isEmpty = type === '' || reply.statusCode === 204 || reply.statusCode === 304;
    if (!isEmpty && !content) {
      found.add(`${seen} as ${type}`);
    }
    const code = codeIn(reply, payload);
    if (code && !Object.hasOwn(content?.examples ?? {}, code)) {
      found.add(`${seen} ${code}`);
    }
    return payload;
  });
  return found;
}

function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method === 'HEAD' ? 'GET' : method} ${routeOptions.url ?? ''}`;
}

function codeIn(reply: FastifyReply, payload: unknown): string | null {
  const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
  if (!isProblem || typeof payload !== 'string') {
    return null;
  }
  return (JSON.parse(payload) as { code: string }).code;
}
