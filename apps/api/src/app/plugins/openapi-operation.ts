import {
  type Endpoint,
  type ErrorCode,
  errors,
  idempotencyHeader,
  isRole,
  problemOf,
  SECRET_KEY_LENGTH_MIN,
  scopeOf,
} from '@flash/shared-types';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** One operation, with an example on every body and answer. */
export function operationOf(name: string, endpoint: Endpoint): Json {
  const { tag, summary, role, example, status, media, others = [] } = endpoint;
  const content = {
    [media]: { schema: schemaOf(endpoint.answer, 'output'), example: example.answer },
  };
  const headers = headersOf(endpoint);
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
      ...refusalsOf(endpoint),
      ...Object.fromEntries(
        others.map(({ status: other, summary: description, sameBody }) => [
          other,
          { description, headers, ...(sameBody && { content }) },
        ]),
      ),
      ...(endpoint.shared && { 304: { description: 'The caller has it already', headers } }),
      [status]: { description: summary, headers, content },
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

const texts: Record<string, string> = {
  'x-request-id': 'Names the request; the log of the server finds it again.',
  'cache-control': 'Whether and for how long caches may keep the answer.',
  'retry-after': 'Seconds after which the request may be repeated.',
  etag: 'Names the version of the answer, for If-Match or If-None-Match.',
  location: 'Address of what was made.',
  'set-cookie': 'The session or the ticket, HttpOnly; one header for each cookie.',
  'x-ticket': 'Proof of the place, for clients that keep no cookies.',
  'content-disposition': 'The name under which the answer is saved.',
};

function described(names: readonly string[]): Json {
  return Object.fromEntries(
    names.map((name) => [name, { description: texts[name], schema: { type: 'string' } }]),
  );
}

/** What caches repeat to others names no request. */
function headersOf({ shared, headers = [] }: Endpoint): Json {
  const common = shared ? ['etag'] : ['x-request-id'];
  return described(['cache-control', ...common, ...headers]);
}

function parametersOf({ params, query, example, idempotent, ifMatch, shared }: Endpoint): Json[] {
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
  if (ifMatch) {
    list.push(tagHeader('if-match', 'Only if the sale is of one of these versions.'));
  }
  if (shared) {
    list.push(tagHeader('if-none-match', 'Tags of answers that the caller has already.'));
  }
  return list;
}

const keyDescription =
  'The same key and body get the first answer again for ten minutes. The last 20 keys of a buyer are ' +
  'remembered; a refusal that changed nothing is not. Treat a key as a secret and draw it at random: ' +
  'a caller who repeats the key of a join in a guest sale is given the ticket of its place. A key of fewer ' +
  `than ${SECRET_KEY_LENGTH_MIN} characters repeats the place and never the ticket.`;

function tagHeader(name: string, description: string): Json {
  return {
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
    example: '"3"',
  };
}

function fieldsOf(place: 'path' | 'query', schema: z.ZodType | undefined, example?: Json): Json[] {
  if (!schema) {
    return [];
  }
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

function whoMay(endpoint: Endpoint): string {
  const { role } = endpoint;
  if (role === 'public') {
    return 'For everyone.';
  }
  if (role === 'buyer') {
    return 'For a caller who proves a place (ticket) or an account (session).';
  }
  if (role === 'account') {
    return 'For a caller who is signed in.';
  }
  const scope = scopeOf(endpoint);
  const orKey =
    scope === null ? 'API keys are not let in' : `or an API key with the scope ${scope}`;
  return `For the role ${role} and up; ${orKey}.`;
}

function securityOf(endpoint: Endpoint): Json[] {
  const { role } = endpoint;
  if (role === 'public') {
    return [];
  }
  if (role === 'buyer') {
    return [{ ticket: [] }, { session: [] }, { bearer: [] }, {}];
  }
  const scope = scopeOf(endpoint);
  return [{ session: [] }, { bearer: [] }, ...(scope === null ? [] : [{ apiKey: [scope] }])];
}

function refusalsOf(endpoint: Endpoint): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(endpoint)) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [status, refusal(endpoint, list)]),
  );
}

/** The codes of the route itself, and those that follow from what it takes and who may call it. */
function codesOf(endpoint: Endpoint): Set<ErrorCode> {
  const { role, method, params, query, body, bodyMedia, idempotent, ifMatch } = endpoint;
  const codes = new Set<ErrorCode>(endpoint.errors);
  if (params || query || body) {
    codes.add('VALIDATION_FAILED');
  }
  // A body is read wherever one can be sent, also where none is asked for.
  if (method !== 'GET') {
    codes.add('UNSUPPORTED_MEDIA_TYPE').add('BODY_TOO_LARGE');
    if (!bodyMedia) {
      codes.add('INVALID_JSON');
    }
  }
  // Routes of the team read for the admin site only.
  if (method !== 'GET' || isRole(role)) {
    codes.add('ORIGIN_REFUSED');
  }
  if (role === 'account') {
    codes.add('UNAUTHENTICATED');
  }
  if (isRole(role)) {
    const ofTeam = ['UNAUTHENTICATED', 'FORBIDDEN', 'TWO_FACTOR_REQUIRED', 'BUSY'] as const;
    for (const code of [...ofTeam, 'KEY_SCOPE', 'RATE_LIMITED'] as const) {
      codes.add(code);
    }
  }
  if (idempotent) {
    codes.add('VALIDATION_FAILED').add('IDEMPOTENCY_KEY_REUSED').add('IDEMPOTENCY_IN_PROGRESS');
  }
  if (ifMatch) {
    codes.add('SALE_CHANGED');
  }
  if (endpoint.fresh) {
    codes.add('FRESH_SIGN_IN_NEEDED');
  }
  return codes.add('INTERNAL').add('UNAVAILABLE');
}

function refusal({ path, headers = [] }: Endpoint, codes: ErrorCode[]): Json {
  const examples = codes.map((code) => [code, { value: problemExample(code, path) }]);
  const waits = codes.some((code) => [402, 409, 429, 503].includes(errors[code].status));
  return {
    description: codes.join(', '),
    headers: described([
      'x-request-id',
      'cache-control',
      ...(waits ? ['retry-after'] : []),
      // A session that has ended is taken out of the browser as well.
      ...headers.filter((name) => name === 'set-cookie'),
    ]),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

export function problemExample(code: ErrorCode, path: string) {
  return problemOf({ code, instance: path, requestId: 'req-1' });
}
