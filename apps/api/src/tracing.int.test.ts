import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '@flash/database';
import {
  endWithMe,
  findFreePort,
  newId,
  type ReceivedSpan,
  startTraceReceiver,
  type TraceReceiver,
  testDatabaseUri,
  testRedisUrl,
  waitFor,
} from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createBuyer, signUpTeam } from './upgrade/test-client.ts';
import { type App, environment } from './upgrade/test-processes.ts';

const cwd = fileURLToPath(new URL('../../../', import.meta.url));
/** At its end a process says which packages it had loaded. */
const TELLS_PACKAGES = `data:text/javascript,${encodeURIComponent(`
import { createRequire } from 'node:module';
process.on('exit', () => {
  const files = Object.keys(createRequire('/').cache);
  const names = files.flatMap((file) => /@opentelemetry\\/([\\w-]+)/.exec(file)?.[1] ?? []);
  process.stdout.write('LOADED ' + [...new Set(names)].join(' ') + '\\n');
});`)}`;

interface Running {
  url: string;
  child: ChildProcess;
  output(): string;
}

/** Of their own: a worker without traces must not serve the sales of the others. */
const newStores = () => ({ mongoUri: testDatabaseUri(), queue: `traces-${newId()}` });
const [tracedStores, plainStores] = [newStores(), newStores()];
const running: Running[] = [];
let receiver: TraceReceiver;
let traced: { api: Running; worker: Running };
let plain: { api: Running; worker: Running };
let team: Client;

async function start(
  app: App,
  { mongoUri, queue }: ReturnType<typeof newStores>,
  more: NodeJS.ProcessEnv,
): Promise<Running> {
  const port = await findFreePort();
  const stores = { redisUrl: testRedisUrl(), mongoUri };
  const env = {
    ...environment(stores, { apiPort: port, workerPort: port }),
    ...{ BULLMQ_PREFIX: queue, QUEUE_NAME: queue },
    ...more,
  };
  const args = ['--import', TELLS_PACKAGES, '--import', 'tsx', `apps/${app}/src/main.ts`];
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithMe(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  }
  const one = { url: `http://127.0.0.1:${port}`, child, output: () => text };
  running.push(one);
  return one;
}

const isReady = ({ url }: Running) =>
  waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
    ...{ timeoutMs: 60_000, intervalMs: 50, what: `${url} to be ready` },
  });

async function end({ child }: Running): Promise<unknown> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}

beforeAll(async () => {
  receiver = await startTraceReceiver();
  const on = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=letmein',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  };
  const pair = async (stores: ReturnType<typeof newStores>, env: NodeJS.ProcessEnv) => ({
    worker: await start('worker', stores, env),
    api: await start('api', stores, env),
  });
  [traced, plain] = [await pair(tracedStores, on), await pair(plainStores, {})];
  await Promise.all(running.map(isReady));
  team = await signUpTeam(traced.api.url);
}, 90_000);
afterAll(async () => {
  await Promise.all(running.map(end));
  await receiver?.close();
  for (const { mongoUri } of [tracedStores, plainStores]) {
    const database = await connectDatabase(mongoUri);
    await database.db.dropDatabase();
    await database.close();
  }
});

async function makeSale(more: object = {}): Promise<string> {
  const { status, body } = await team.post('/flash-sales', {
    ...{ name: 'Traced', pricePerUnit: 10, startingQuantity: 50, holdTtlSeconds: 600 },
    ...{ startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z', ...more },
  });
  expect(status).toBe(201);
  return String(body.id);
}

const received = (fits: (span: ReceivedSpan) => boolean) =>
  waitFor(async () => receiver.spans.find(fits) ?? null, {
    ...{ timeoutMs: 20_000, intervalMs: 50, what: 'the span to be received' },
  });

/** The client's own trace, as a program that is traced itself sends it. */
function clientTrace() {
  const traceId = newId().padEnd(32, '7');
  return { traceId, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
}

test('a purchase is one trace from the request of the client through script and transaction, and names no person', async () => {
  const saleId = await makeSale();
  const email = 'hedy.lamarr@example.org';
  const { traceId, traceparent } = clientTrace();
  let cookie = '';
  const ask = async (path: string, more: RequestInit) => {
    const answer = await fetch(`${traced.api.url}${path}`, {
      headers: { 'content-type': 'application/json', traceparent, cookie },
      ...more,
    });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as Record<string, unknown>;
    return { requestId: answer.headers.get('x-request-id'), body };
  };
  const press = (path: string, body: object) =>
    ask(path, { method: 'POST', body: JSON.stringify({ email, flashSaleId: saleId, ...body }) });
  const bought = await press('/orders/buy', {});
  const ticket = cookie.slice(cookie.indexOf('=') + 1);
  const position = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${saleId}`;
  await waitFor(async () => (await ask(position, {})).body.hasActiveHold === true);
  const paid = await press('/orders/confirm', { contact: { name: 'Hedy', phone: '+43123456' } });

  const inTrace = (name: string) =>
    received((span) => span.traceId === traceId && span.name === name);
  const buy = await inTrace('POST /orders/buy');
  expect(buy).toMatchObject({
    service: 'flash-sale-api',
    parentSpanId: '00f067aa0ba902b7',
    attributes: {
      'http.response.status_code': 200,
      'flash.request.id': bought.requestId,
      'flash.sale.id': saleId,
    },
  });
  expect(await inTrace('script join')).toMatchObject({
    parentSpanId: buy.spanId,
    attributes: { 'flash.script': 'join', 'flash.sale.id': saleId },
  });
  const confirm = await inTrace('POST /orders/confirm');
  expect(await inTrace('script claim')).toMatchObject({ parentSpanId: confirm.spanId });
  const commit = await inTrace('commit order');
  expect(commit).toMatchObject({
    parentSpanId: confirm.spanId,
    attributes: { 'flash.outcome': 'committed', 'flash.order.id': paid.body.orderId },
  });
  expect(await inTrace('transaction')).toMatchObject({
    parentSpanId: commit.spanId,
    attributes: { 'db.system.name': 'mongodb', 'flash.orders': 1 },
  });
  expect(await inTrace('script settle')).toMatchObject({ parentSpanId: confirm.spanId });

  const served = await received(
    ({ name, links }) =>
      name === 'serve the line' && links.some((link) => link.traceId === traceId),
  );
  expect(served).toMatchObject({
    service: 'flash-sale-worker',
    links: [{ traceId, spanId: buy.spanId }],
    attributes: { 'flash.sale.id': saleId, 'flash.granted': 1 },
  });
  await received(
    ({ name, parentSpanId }) => name === 'script grant' && parentSpanId === served.spanId,
  );

  expect(receiver.headers().every((headers) => headers['x-collector-key'] === 'letmein')).toBe(
    true,
  );
  expect(receiver.text()).toContain('deployment.environment.name');
  for (const secret of [email, 'hedy', 'Hedy', '+43123456', ticket, '127.0.0.1', 'Olga', 'olga@']) {
    expect(receiver.text(), secret).not.toContain(secret);
  }
  const buyersId = /"g[\w-]{21}"/;
  expect(receiver.text()).not.toMatch(buyersId);
});

test('one job serves many buyers: its span carries the id of the job and links to the press of each of them', async () => {
  const startsAt = Date.now() + 2_500;
  const saleId = await makeSale({
    lobbyOpensAt: '2026-01-01T00:00:00Z',
    startsAt: new Date(startsAt).toISOString(),
  });
  const presses = await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const { traceId, traceparent } = clientTrace();
      const answer = await fetch(`${traced.api.url}/orders/buy`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent },
        body: JSON.stringify({ email: `buyer-${index}@example.org`, flashSaleId: saleId }),
      });
      expect(answer.status).toBe(200);
      return traceId;
    }),
  );
  const ofSale = (span: ReceivedSpan) => span.attributes['flash.sale.id'] === saleId;
  const job = await received((span) => ofSale(span) && span.name === 'job open_sale');
  expect(job).toMatchObject({ service: 'flash-sale-worker', parentSpanId: null });
  expect(job.attributes['flash.job.id']).toEqual(expect.any(String));
  const linked = () =>
    receiver.spans
      .filter((span) => ofSale(span) && span.name === 'serve the line')
      .flatMap(({ links }) => links.map(({ traceId }) => traceId));
  await waitFor(async () => linked().length >= presses.length);
  expect(linked().sort()).toEqual([...presses].sort());
});

test('a receiver that never answers, and one that is away, change nothing for buyers and hold up no end', async () => {
  const saleId = await makeSale();
  const purchase = async (email: string) => {
    const buyer = createBuyer(traced.api.url, saleId, email);
    expect(await buyer.buy()).toMatchObject({ status: 200 });
    await buyer.becomes({ hasActiveHold: true });
    expect(await buyer.confirm()).toMatchObject({ status: 200, body: { ok: true } });
  };
  receiver.hang();
  await purchase('slow@example.org');
  await receiver.close();
  await purchase('away@example.org');
  expect(await Promise.all([traced.api, traced.worker].map(end))).toEqual([0, 0]);
});

test('without an endpoint nothing of the SDK is loaded', async () => {
  expect(await Promise.all([plain.api, plain.worker].map(end))).toEqual([0, 0]);
  const loaded = ({ output }: Running) => /^LOADED (.*)$/m.exec(output())?.[1]?.split(' ') ?? [];
  // Other packages bring the API, which does nothing by itself.
  const ofSdk = (one: Running) => loaded(one).filter((name) => name !== 'api' && name !== '');
  expect(ofSdk(traced.api)).toEqual(
    expect.arrayContaining(['core', 'resources', 'sdk-trace-base', 'exporter-trace-otlp-http']),
  );
  for (const one of [plain.api, plain.worker]) {
    expect(one.output()).toContain('LOADED');
    expect(ofSdk(one)).toEqual([]);
  }
});
