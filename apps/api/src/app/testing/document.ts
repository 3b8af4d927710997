import { type Endpoint, endpoints, problem } from '@flash/shared-types';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { operationOf } from '../plugins/openapi-operation.ts';

interface Content {
  schema: object;
  examples?: object;
}

interface Documented {
  responses: Record<string, { headers?: object; content?: Record<string, Content> }>;
}

/** Of the connection, of browsers' rules, or of the body itself: on every answer, and described once. */
const GENERAL =
  /^(?:content-(?:type|length|security-policy)|date|connection|keep-alive|transfer-encoding|vary|access-control-.*|referrer-policy|strict-transport-security|cross-origin-resource-policy|x-content-type-options|x-frame-options|x-accel-buffering|allow)$/;

/** By method and path. Made once for all apps of a process, and the checks of its bodies with it. */
const documented = new Map(
  Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [
    `${endpoint.method} ${endpoint.path}`,
    operationOf(name, endpoint) as unknown as Documented,
  ]),
);

/**
 * Watches every answer that a test gets from an endpoint of the table, and collects each status, code,
 * type, header and body that its description in /docs/json does not have.
 */
export function compareWithDocument(app: FastifyInstance): Set<string> {
  const found = new Set<string>();
  app.addHook('onSend', async (request, reply, payload) => {
    const route = routeOf(request);
    const operation = documented.get(route);
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
    const fault = content && faultIn(content.schema, type, payload);
    if (fault) {
      found.add(`${seen} where ${fault}`);
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

const judge = new Ajv2020({ strict: false, validateFormats: false });
judge.addSchema({
  $id: '/docs/json',
  components: { schemas: { Problem: z.toJSONSchema(problem, { unrepresentable: 'any' }) } },
});
const judges = new WeakMap<object, ValidateFunction>();

/** Where a body is not as the document says; null when it is, or when it is not JSON. */
function faultIn(schema: object, type: string, payload: unknown): string | null {
  const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isText || payload.length === 0 || !type.endsWith('json')) {
    return null;
  }
  const judgeIt = judges.get(schema) ?? compile(schema);
  judges.set(schema, judgeIt);
  if (judgeIt(JSON.parse(payload.toString()))) {
    return null;
  }
  // The closest option of a union comes last.
  const { instancePath, message } = judgeIt.errors?.at(-1) ?? {};
  return `${instancePath || 'the body'} ${message}`;
}

const compile = (schema: object): ValidateFunction =>
  '$ref' in schema ? judge.compile({ $ref: `/docs/json${schema.$ref}` }) : judge.compile(schema);
