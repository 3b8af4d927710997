import { Agent, type OutgoingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Endpoint, type EndpointName, endpoints, problem } from '@flash/shared-types';
import { createSeeded, type Seeded, startPrivateRedis } from '@flash/testing';
import { buildTestApp, type TestApp } from '../app.ts';
import { type Caller, callers, letIn } from './access.ts';
import { type Crowd, gatherCallers } from './callers.ts';
import { CANARY, knownIn, openShop, type Shop } from './known.ts';
import { type Draft, mutate } from './mutations.ts';
import { changesBetween, readState, type State } from './state.ts';
import { type Schema, valueFor } from './values.ts';

export interface FuzzReport {
  seed: number;
  sent: number;
  /** Refused ones of which it was seen that both stores are as before. */
  compared: number;
  /** How often each status was answered. */
  statuses: Record<string, number>;
  failures: string[];
}

interface Wire {
  route: string;
  caller: string;
  method: string;
  path: string;
  headers: [string, string][];
  body: Buffer | null;
}

interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

interface Operation {
  name: EndpointName;
  endpoint: Endpoint;
  path: string;
  parameters: { name: string; in: string; schema: Schema; example?: unknown }[];
  body: { schema: Schema; example: unknown } | null;
}

const BATCH = 20;
/** The shop is made anew after so many requests. */
const SHOP_LASTS = 200;
const FAILURES_MAX = 5;
/** Each costs a hash of a password. */
const DEAR = new Set<EndpointName>([
  ...(['signUp', 'signIn', 'confirmPassword', 'changePassword', 'deleteAccount'] as const),
  ...(['beginTwoFactor', 'renewBackupCodes', 'endTwoFactor', 'resetPassword'] as const),
]);
/** Asked by no caller who has a session to lose. */
const ENDS_SESSION = new Set<EndpointName>(['signOut', 'deleteAccount']);

/** Requests from a seed to every route of /docs/json, and what was wrong with the answers. */
export async function fuzz(options: { seed: number; requests: number }): Promise<FuzzReport> {
  const redis = await startPrivateRedis();
  const log: string[] = [];
  const api = await buildTestApp({
    env: { redisUrl: redis.url },
    onLog: (line) => log.push(line),
  });
  try {
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    const run = await createRun(api, log, createSeeded(options.seed));
    return await run(options.requests);
  } finally {
    await api.close();
    await redis.destroy();
  }
}

async function createRun(api: TestApp, log: string[], random: Seeded) {
  const crowd = await gatherCallers(api);
  const member = await api.signInAs('viewer');
  const wire = createWire(api);
  const operations = operationsOf((await api.inject({ url: '/docs/json' })).json());
  const secrets = secretsOf(api, crowd);
  const report: FuzzReport = {
    seed: random.seed,
    sent: 0,
    compared: 0,
    statuses: {},
    failures: [],
  };
  const known = new Set<string>();
  let shop: Shop;
  let base: State;
  let refused: Wire[] = [];
  /** The last request that may have changed something. */
  let lastChange = 'nothing';

  function fail(what: string, sent: Wire, answer?: Answer): void {
    const key = `${sent.route} ${what}`.replaceAll(/\d+/g, '0').slice(0, 120);
    if (known.has(key)) {
      return;
    }
    known.add(key);
    const told = answer ? `${answer.status} ${answer.body.slice(0, 300)}` : '';
    report.failures.push(`${sent.route} as ${sent.caller}: ${what}\n${told}\n${curlOf(sent)}`);
  }

  /** Once what goes on after an answer, such as taking the money, is done. */
  async function restingState(): Promise<State> {
    await api.deps.purchase.idle();
    return readState(api);
  }

  async function compare(): Promise<void> {
    if (refused.length === 0) {
      return;
    }
    const sent = refused;
    refused = [];
    const after = await readState(api);
    const changes = changesBetween(base, after);
    base = after;
    report.compared += sent.length;
    if (changes.length === 0) {
      return;
    }
    // Sent once more one by one, to find the request that does it.
    let isFound = false;
    for (const one of sent) {
      await wire.send(one);
      const now = await readState(api);
      const again = changesBetween(base, now);
      base = now;
      if (again.length > 0) {
        isFound = true;
        fail(`was refused and changed ${again.slice(0, 5).join(', ')}`, one);
      }
    }
    const [first] = sent;
    if (!isFound && first) {
      fail(
        `one of ${sent.length} refused requests after ${lastChange} changed ${changes.slice(0, 5).join(', ')}`,
        first,
      );
    }
  }

  async function step(operation: Operation): Promise<void> {
    const drafted = draftOf(operation, random, knownIn(shop, operation.path, random));
    const changes = random.pick([0, 1, 1, 1, 2, 3]) ?? 1;
    for (let change = 0; change < changes; change += 1) {
      mutate(drafted, random);
    }
    const { caller, proof } = callerOf(operation, random, crowd, shop);
    const sent = wireOf(operation, drafted, caller, proof);
    // It will hardly be refused, and what was refused before it could no longer be looked at.
    if (changes === 0 && !isSafe(sent)) {
      await compare();
    }
    const logged = log.length;
    const answer = await wire.send(sent);
    report.sent += 1;
    if (!answer) {
      fail('got no answer', sent);
      return;
    }
    report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
    for (const fault of faultsIn(operation, answer)) {
      fail(fault, sent, answer);
    }
    // A caller may be told the own token again.
    const foreign = secrets.filter((secret) => !proof.authorization?.includes(secret));
    for (const fault of leaksIn([answer.body, JSON.stringify(answer.headers)], foreign)) {
      fail(`tells ${fault}`, sent, answer);
    }
    const lines = log.slice(logged);
    for (const fault of leaksIn(lines, [...secrets, ...shop.secrets, CANARY])) {
      fail(`logs ${fault}: ${lines.join('')}`, sent, answer);
    }
    for (const fault of api.undocumented) {
      fail(`is not as in /docs/json: ${fault}`, sent, answer);
    }
    api.undocumented.clear();
    if (mayChange(operation, sent, answer)) {
      refused = [];
      lastChange = `${sent.method} ${sent.path} (${answer.status})`;
      base = await restingState();
    } else {
      refused.push(sent);
    }
    if (refused.length >= BATCH) {
      await compare();
    }
  }

  return async (requests: number): Promise<FuzzReport> => {
    let turn: Operation[] = [];
    for (let count = 0; count < requests && report.failures.length < FAILURES_MAX; count += 1) {
      if (count % SHOP_LASTS === 0) {
        await compareIfOpen(count);
        shop = await openShop(api, crowd, member);
        base = await restingState();
      }
      if (turn.length === 0) {
        turn = random
          .shuffle(operations)
          .filter(({ name }) => !DEAR.has(name) || random.chance(0.1));
      }
      const operation = turn.pop();
      if (operation) {
        await step(operation);
      }
    }
    await compare();
    wire.close();
    return report;
  };

  async function compareIfOpen(count: number): Promise<void> {
    if (count > 0) {
      await compare();
    }
  }
}

function operationsOf(document: { paths: Record<string, Record<string, object>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => {
      const { operationId, parameters, requestBody } = operation as {
        operationId: EndpointName;
        parameters: Operation['parameters'];
        requestBody?: { content: Record<string, { schema: Schema; example: unknown }> };
      };
      const body = requestBody?.content['application/json'] ?? null;
      return { name: operationId, endpoint: endpoints[operationId], path, parameters, body };
    }),
  );
}

function draftOf(operation: Operation, random: Seeded, known: ReturnType<typeof knownIn>): Draft {
  const { parameters, body, path, endpoint } = operation;
  const draw = ({ name, schema, example }: Operation['parameters'][number]) =>
    String(valueFor(schema, { name, example, random, known }));
  const from = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const isWanted = ({ name }: { name: string }) => name === 'flashSaleId' || random.chance(0.5);
  return {
    method: endpoint.method,
    path,
    params: Object.fromEntries(from('path').map((one) => [one.name, draw(one)])),
    query: from('query')
      .filter(isWanted)
      .map((one) => [one.name, draw(one)]),
    headers: from('header')
      .filter(() => random.chance(0.2))
      .map((one) => [one.name, draw(one)]),
    // A copy: it may hold parts of the example, which must not be changed for the next one.
    ...(body && {
      body: structuredClone(valueFor(body.schema, { name: '', ...body, random, known })),
    }),
    ...(endpoint.bodyMedia && { bytes: Buffer.from('no picture') }),
  };
}

/** Mostly one who may, so that more than the refusal of strangers is tried. */
function callerOf(
  { name, endpoint }: Operation,
  random: Seeded,
  { credentials }: Crowd,
  { tickets }: Shop,
): { caller: string; proof: Record<string, string> } {
  if (endpoint.role === 'buyer' && random.chance(0.6)) {
    return { caller: 'a guest', proof: random.pick(tickets) ?? {} };
  }
  const allowed: readonly Caller[] = endpoint.role === 'buyer' ? callers : letIn[endpoint.role];
  const ended = callers.filter((caller) => !letIn.account.includes(caller));
  const from = ENDS_SESSION.has(name) ? ended : random.chance(0.75) ? allowed : callers;
  const caller = random.pick(from) ?? 'no session';
  return { caller, proof: credentials[caller] };
}

/** Kept as they are: the request reaches its route then. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
const raw = (text: string) => text.replaceAll(/[^\x21-\x7e]|[#?/]/g, encoded);

function wireOf(
  operation: Operation,
  draft: Draft,
  caller: string,
  proof: Record<string, string>,
): Wire {
  const filled = draft.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    raw(draft.params[name] ?? ''),
  );
  const query = draft.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const names = new Set(draft.headers.map(([name]) => name));
  const body =
    draft.bytes ??
    (draft.body === undefined ? null : Buffer.from(JSON.stringify(draft.body) ?? ''));
  const type = operation.endpoint.bodyMedia?.[0] ?? 'application/json';
  const headers: [string, string][] = [
    ...Object.entries(proof).filter(([name]) => !names.has(name)),
    ...(body && !names.has('content-type') ? [['content-type', type] as [string, string]] : []),
    ...draft.headers,
  ];
  const path = query === '' ? filled : `${filled}?${query}`;
  const route = `${operation.endpoint.method} ${operation.path}`;
  return { route, caller, method: draft.method, path, headers, body };
}

/** Sends over real connections: what the server reads before the framework counts as well. */
function createWire({ app }: TestApp) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = app.server.address() as AddressInfo;

  const once = ({ method, path, headers, body }: Wire, fresh: boolean) =>
    new Promise<Answer | null>((resolve) => {
      const isRead = !['GET', 'HEAD', 'OPTIONS'].includes(method);
      const length = body || isRead ? [['content-length', String(body?.length ?? 0)]] : [];
      const call = sendRequest({
        ...{ host: '127.0.0.1', port, method, path },
        agent: fresh ? false : agent,
        headers: [['host', `127.0.0.1:${port}`], ...headers, ...length].flat() as never,
        timeout: 15_000,
      });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(null));
      call.on('response', (response) => {
        const { statusCode: status = 0 } = response;
        const told = response.headers as OutgoingHttpHeaders;
        if (String(told['content-type']).startsWith('text/event-stream')) {
          resolve({ status, headers: told, body: '' });
          call.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve(null));
        response.on('end', () =>
          resolve({ status, headers: told, body: Buffer.concat(chunks).toString() }),
        );
      });
      call.end(body ?? undefined);
    });

  return {
    // The server may close a kept connection at the moment at which it is used again.
    send: async (sent: Wire) => (await once(sent, false)) ?? once(sent, true),
    close: () => agent.destroy(),
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const isSafe = ({ method }: Wire) => SAFE.has(method);

/**
 * Refusals that say what was done: a payment was tried, a wrong password counted, a cut of stock noted and refused, a press
 * of a buyer who owns a unit noted with the place it was answered with.
 */
const OUTCOMES = new Set([
  'ALREADY_BOUGHT',
  'PAYMENT_DECLINED',
  'INVALID_CREDENTIALS',
  'CODE_INVALID',
  'STOCK_COMMITTED',
]);

function mayChange({ endpoint }: Operation, sent: Wire, { status, body }: Answer): boolean {
  if (status >= 400) {
    return OUTCOMES.has(codeIn(body) ?? '');
  }
  // An export leaves a row in the audit log.
  return !isSafe(sent) || (endpoint.media === 'text/csv' && sent.method === 'GET');
}

function codeIn(body: string): string | null {
  return body.startsWith('{') ? (JSON.parse(body).code ?? null) : null;
}

function* faultsIn({ name }: Operation, { status, headers, body }: Answer): Generator<string> {
  // No worker runs here: it is missed by readyz, and the log of a person's place is never stored.
  const isMissed = name === 'readyz' || (name === 'privacyForget' && codeIn(body) === 'BUSY');
  if (status >= 500 && !isMissed) {
    yield `answers ${status}`;
  }
  if (status < 400 || body === '' || (status === 503 && name === 'readyz')) {
    return;
  }
  if (!String(headers['content-type']).startsWith('application/problem+json')) {
    yield `refuses with ${headers['content-type']}`;
    return;
  }
  const parsed = problem.safeParse(JSON.parse(body));
  if (!parsed.success) {
    yield `refuses with another shape: ${parsed.error.message}`;
  } else if (parsed.data.status !== status) {
    yield `says ${parsed.data.status} in its body`;
  }
}

const TRACES: readonly [string, RegExp][] = [
  ['a stack', /\bat (?:async )?[\w.<>]+ \(?(?:file:|node:|\/)|"stack":/],
  ['a path of the server', /node_modules|file:\/\/|\/apps\/api\/src/],
  ['an address of an engine', /\b(?:redis|mongodb)(?:\+srv)?:\/\//],
  ['a key of Redis', /\bfs[a-z]{1,6}:\{/],
];

function* leaksIn(texts: readonly string[], secrets: readonly string[]): Generator<string> {
  for (const text of texts) {
    for (const [what, pattern] of TRACES) {
      if (pattern.test(text)) {
        yield what;
      }
    }
    const secret = secrets.find((one) => text.includes(one));
    if (secret !== undefined) {
      yield `a secret (${secret.slice(0, 12)}…)`;
    }
  }
}

function secretsOf({ deps: { env } }: TestApp, { credentials }: Crowd): string[] {
  const tokens = Object.values(credentials)
    .map(({ authorization }) => authorization?.replace('Bearer ', '') ?? '')
    .filter((token) => token !== '');
  return [env.jwtSecret, env.betterAuthSecret, process.cwd(), ...tokens];
}

/** The request for a shell; callers are named by variables that hold what they show. */
export function curlOf({ method, path, headers, body, caller }: Wire): string {
  const quoted = (text: string) =>
    `$'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(/[^\x20-\x7e]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
  const shown = headers.map(([name, value]) => {
    const isProof = name === 'authorization' || name === 'x-ticket';
    const text = isProof && value.length > 30 ? `${name}: <${caller}>` : `${name}: ${value}`;
    return `-H ${quoted(text)}`;
  });
  const data = body ? [`--data-binary ${quoted(body.toString('latin1').slice(0, 4_000))}`] : [];
  const parts = ['curl -i -g --path-as-is', `-X ${method}`, ...shown, ...data];
  return [...parts, quoted(`http://localhost:4000${path}`)].join(' ');
}
