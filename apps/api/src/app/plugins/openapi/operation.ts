import {
  type Endpoint,
  type ErrorCode,
  errors,
  idempotencyHeader,
  isRole,
  secretKeyLengthMin,
} from '@flash/shared-types';
import { z } from 'zod';
import { problemExample } from './problem-example.ts';

type Json = Record<string, unknown>;

/** One operation, with an example on every body and answer. */
export function operationOf(name: string, endpoint: Endpoint): Json {
  const { tag, summary, role, example, status, media } = endpoint;
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: whoMay(endpoint),
    'x-role': role,
    security: securityOf(endpoint),
    parameters: parametersOf(endpoint),
    ...requestBodyOf(endpoint),
    responses: {
      [status]: {
        description: summary,
        content: {
          [media]: { schema: schemaOf(endpoint.answer, 'output'), example: example.answer },
        },
      },
      ...refusalsOf(endpoint),
    },
  };
}

function requestBodyOf({ body, bodyMedia, example }: Endpoint): Json {
  const json = body && {
    'application/json': { schema: schemaOf(body, 'input'), example: example.body },
  };
  const bytes = bodyMedia?.map((media) => [
    media,
    { schema: { type: 'string', format: 'binary' } },
  ]);
  const content = json ?? (bytes && Object.fromEntries(bytes));
  return content ? { requestBody: { required: true, content } } : {};
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

function parametersOf({ params, query, example, idempotent }: Endpoint): Json[] {
  const list = [
    ...fieldsOf('path', params, example.params as Json | undefined),
    ...fieldsOf('query', query, example.query as Json | undefined),
  ];
  if (idempotent) {
    list.push({
      name: idempotencyHeader,
      in: 'header',
      required: false,
      description: keyDescription,
      schema: { type: 'string', maxLength: 200 },
      example: '6f0c3b1e-0f6e-4a55-9f4f-0d0a5f3b7c11',
    });
  }
  return list;
}

const keyDescription =
  'The same key and body get the first answer again for ten minutes. The last 20 keys of a buyer are ' +
  'remembered; a refusal that changed nothing is not. Treat a key as a secret and draw it at random: ' +
  'whoever repeats the key of a join in a guest sale is given the ticket of its place. A key of fewer ' +
  `than ${secretKeyLengthMin} characters repeats the place and never the ticket.`;

function fieldsOf(place: 'path' | 'query', schema: z.ZodType | undefined, example?: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
    ...(example?.[name] !== undefined && { example: example[name] }),
  }));
}

function whoMay({ role }: Endpoint): string {
  if (role === 'public') return 'For everyone.';
  if (role === 'buyer') return 'For whoever proves a place (ticket) or an account (session).';
  return `For the role ${role} and up.`;
}

function securityOf({ role }: Endpoint): Json[] {
  if (role === 'public') return [];
  if (role === 'buyer') return [{ ticket: [] }, { session: [] }, { bearer: [] }, {}];
  return [{ session: [] }, { bearer: [] }];
}

function refusalsOf(endpoint: Endpoint): Json {
  const { role, params, query, body } = endpoint;
  const codes = new Set<ErrorCode>(endpoint.errors);
  if (params || query || body) codes.add('VALIDATION_FAILED');
  if (body) codes.add('UNSUPPORTED_MEDIA_TYPE').add('BODY_TOO_LARGE');
  if (isRole(role)) codes.add('UNAUTHENTICATED').add('FORBIDDEN');
  codes.add('RATE_LIMITED').add('UNAVAILABLE');
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [status, refusal(endpoint.path, list)]),
  );
}

function refusal(path: string, codes: ErrorCode[]): Json {
  const examples = codes.map((code) => [code, { value: problemExample(code, path) }]);
  return {
    description: codes.join(', '),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
