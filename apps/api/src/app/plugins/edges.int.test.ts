import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createConnection } from 'node:net';
import { mailQueueOf } from '@flash/reservation';
import { endpoints } from '@flash/shared-types';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';

/** As a release writes it: the sources that run here are not built. */
const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8'),
);

let api: TestApp;
let operator: SignedIn;
const log: string[] = [];
beforeAll(async () => {
  api = await buildTestApp({
    env: { metricsToken: 'a token for the metrics page' },
    timeouts: {
      connectionTimeout: 1_000,
      keepAliveTimeout: 1_000,
      requestTimeout: 400,
      connectionsCheckingInterval: 50,
    },
    onLog: (line) => log.push(line),
  });
  operator = await api.signInAs('operator');
});
afterAll(() => api.close());

function expectProblem(answer: { headers: object; body: string }, status: number, code: string) {
  expect(answer.headers).toMatchObject({
    'content-type': expect.stringMatching(/^application\/problem\+json/),
    'cache-control': 'no-store',
  });
  expect(JSON.parse(answer.body)).toEqual({
    type: `/docs/errors.md#${code.toLowerCase()}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    message: expect.any(String),
    instance: expect.stringMatching(/^\//),
    code,
    requestId: expect.any(String),
    ...(status === 400 && { errors: expect.any(Array) }),
  });
}

describe('every refusal has one shape', () => {
  const headers = { 'content-type': 'application/json' };

  test('404 for what is not there', async () => {
    for (const url of ['/nothing', '/orders', '/api/auth/admin/list-users', '/flash-sales/a/b/c']) {
      const answer = await api.inject({ url });
      expect(answer.statusCode).toBe(404);
      expectProblem(answer, 404, 'NOT_FOUND');
    }
  });

  test('405 with the methods that the address has', async () => {
    const answer = await api.inject({ method: 'DELETE', url: '/orders/buy' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toContain('POST');
    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonx',
    'application/json garbage',
    'application/json\tx',
    'application/json,text/plain',
  ])('415 for %s', async (type) => {
    const answer = await api.inject({
      method: 'POST',
      url: '/orders/buy',
      headers: { 'content-type': type },
      payload: '{"email":"a@b.example","flashSaleId":"x"}',
    });
    expect(answer.statusCode).toBe(415);
    expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('another spelling of the same type is validated the same', async () => {
    const answer = await api.inject({
      method: 'POST',
      url: '/orders/buy',
      headers: { 'content-type': 'Application/JSON; charset=utf-8' },
      payload: '{"email":["a"],"flashSaleId":{}}',
    });
    expect(answer.statusCode).toBe(400);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
  });

  test('413 for more than 16 KB, however deep', async () => {
    const bodies = [`{"email":"${'a'.repeat(17_000)}"}`, '['.repeat(20_000)];
    for (const payload of bodies) {
      const answer = await api.inject({ method: 'POST', url: '/orders/buy', headers, payload });
      expect(answer.statusCode).toBe(413);
      expectProblem(answer, 413, 'BODY_TOO_LARGE');
    }
  });

  test('OPTIONS is answered at every address, with and without the headers of a preflight', async () => {
    const answer = await api.inject({ method: 'OPTIONS', url: '/orders/buy' });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
  });

  test('a body is read, and refused as documented, also where none is asked for', async () => {
    const send = (type: string, payload: string) =>
      api.inject({
        method: 'POST',
        url: '/api/auth/sign-out',
        headers: { 'content-type': type },
        payload,
      });
    const large = `"${'a'.repeat(17_000)}"`;
    const answers = [
      await send('text/plain', 'x'),
      await send('application/json', '{'),
      await send('application/json', large),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([415, 400, 413]);
  });

  test.each(['{', '', '"', '{"a":1,}', '\u0000', '[1,2'])(
    '400 for the body %j',
    async (payload) => {
      const answer = await api.inject({ method: 'POST', url: '/orders/buy', headers, payload });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({
        code: expect.stringMatching(/INVALID_JSON|VALIDATION/),
      });
    },
  );

  test.each([
    '%',
    '%zz',
    '%00',
    'a'.repeat(65),
    'a'.repeat(65_536),
    '{a}',
    'a:b',
    'a%0d%0ab',
    '*',
    '$gt',
  ])('4xx for the id %.20s', async (id) => {
    for (const url of [`/flash-sales/${id}`, `/flash-sales/${id}/line`, `/orders/${id}`]) {
      const answer = await api.inject({ url, headers: operator.headers });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
  });

  test('500 without any detail for a bug', async () => {
    const { members } = api.deps.db;
    const list = members.list;
    members.list = () => Promise.reject(new Error('secret of the database'));
    const owner = await api.signInAs('owner');
    const answer = await api.inject({ url: '/team/members', headers: owner.headers });
    members.list = list;
    expect(answer.statusCode).toBe(500);
    expectProblem(answer, 500, 'INTERNAL');
    expect(answer.body).not.toContain('secret');
  });
});

describe('a proxy that TRUSTED_PROXIES does not name', () => {
  test('is said once in the log when it forwards a request from a private address', async () => {
    const warnings = () => log.filter((line) => line.includes('TRUSTED_PROXIES'));
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    const ask = (remoteAddress: string, headers: Record<string, string>) =>
      api.inject({ url: '/livez', remoteAddress, headers });
    await ask('198.51.100.7', forwarded);
    await ask('10.0.0.9', {});
    expect(warnings()).toEqual([]);
    await ask('10.0.0.9', forwarded);
    await ask('10.0.0.9', forwarded);
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('10.0.0.9');
    expect(warnings()[0]).not.toContain('203.0.113.9');
  });
});

describe('/metrics', () => {
  const metrics = (remoteAddress: string, headers: Record<string, string> = {}) =>
    api.inject({ url: '/metrics', remoteAddress, headers });

  test.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '192.168.1.4',
    '172.16.0.9',
    'fd00::1',
  ])('is open to %s', async (address) => {
    const answer = await metrics(address);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('flash_http_request_duration_seconds');
    expect(answer.body).toContain(`flash_build_info{version="${VERSION}",commit="unknown"} 1`);
  });

  test.each(['203.0.113.9', '172.32.0.1', '2001:db8::1', '::ffff:8.8.8.8', '128.0.0.1'])(
    'does not exist for %s',
    async (address) => {
      expectProblem(await metrics(address), 404, 'NOT_FOUND');
    },
  );

  test.each<Record<string, string>>([
    { 'x-forwarded-for': '203.0.113.9' },
    { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' },
    { 'x-forwarded-for': '203.0.113.9, 127.0.0.1' },
    { forwarded: 'for="[2001:db8::1]:4711"' },
    { 'x-real-ip': '203.0.113.9' },
    { 'x-forwarded-for': 'unknown' },
    { 'x-forwarded-for': '' },
  ])('is judged by what a proxy says: %j', async (headers) => {
    expect((await metrics('10.0.0.1', headers)).statusCode).toBe(404);
  });

  test('opens to its token from anywhere', async () => {
    const from = (token: string) => metrics('203.0.113.9', { authorization: `Bearer ${token}` });
    expect((await from('a token for the metrics page')).statusCode).toBe(200);
    expect((await from('another token')).statusCode).toBe(404);
  });

  test('knows live sales by their units and no person', async () => {
    const now = Date.now();
    const payload = {
      name: 'measured',
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      startingQuantity: 7,
    };
    const { headers } = operator;
    const made = await api.inject({ method: 'POST', url: '/flash-sales', payload, headers });
    const { id } = made.json();
    const { body } = await metrics('127.0.0.1');
    expect(body).toContain(`flash_sale_units{sale="${id}",state="free"} 7`);
    expect(body).toContain(`flash_invariant_delta{sale="${id}"} 0`);
    expect(body).not.toContain('@');
  });
});

describe('health', () => {
  test('tells old clients ok, and says what is missing', async () => {
    const health = await api.inject({ url: '/health' });
    expect([health.statusCode, health.json()]).toEqual([
      200,
      {
        ...{ status: 'ok', environment: 'development', signUp: 'token' },
        ...{ version: VERSION, commit: 'unknown' },
      },
    ]);
    expect((await api.inject({ url: '/livez' })).statusCode).toBe(200);
    const ready = await api.inject({ url: '/readyz' });
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({
      status: 'not_ready',
      checks: {
        redis: { ok: true },
        database: { ok: true },
        indexes: { ok: true },
        worker: { ok: false },
      },
    });
  });

  test('asks the engines once for all who ask within a second', async () => {
    const { db } = api.deps;
    const { ready } = db;
    let asked = 0;
    db.ready = () => {
      asked += 1;
      return ready();
    };
    await Promise.all(Array.from({ length: 50 }, () => api.inject({ url: '/readyz' })));
    db.ready = ready;
    expect(asked).toBeLessThanOrEqual(1);
  });

  test('is ready with a worker that was heard, and not while draining', async () => {
    const own = await buildTestApp();
    await own.deps.db.processes.start('worker');
    const ok = { ok: true };
    expect((await own.inject({ url: '/readyz' })).json()).toMatchObject({
      status: 'ready',
      checks: { redis: ok, database: ok, indexes: ok, worker: ok },
    });
    own.app.drain();
    const draining = await own.inject({ url: '/readyz' });
    expect([draining.statusCode, draining.json().status]).toEqual([503, 'draining']);
    await own.close();
  });
});

describe('/docs', () => {
  test('describes every endpoint, each with examples', async () => {
    const answer = await api.inject({ url: '/docs/json' });
    const document = answer.json();
    expect(document.openapi).toBe('3.1.0');
    for (const { path, method, status, body, media } of Object.values(endpoints)) {
      const operation = document.paths[path.replace(/:([A-Za-z]+)/g, '{$1}')][method.toLowerCase()];
      expect(operation.responses[status].content[media].example).toBeDefined();
      if (body) {
        expect(operation.requestBody.content['application/json'].example).toBeDefined();
      }
    }
  });

  test('is where the root of the API leads', async () => {
    const answer = await api.inject({ url: '/' });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe('/docs');
  });

  test('is a page, and problems link to one', async () => {
    const page = await api.inject({ url: '/docs' });
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toContain('<title>Flash sale API</title>');
    const errors = await api.inject({ url: '/docs/errors.md' });
    expect(errors.body).toContain('<a id="sold_out"></a>');
  });
});

describe('the queue dashboard', () => {
  const path = '/bull-mq-dashboard';

  test('is closed to callers who are not at least operators', async () => {
    for (const url of [path, `${path}/`, `${path}/api/queues`, `${path}/static/js/main.js`]) {
      expect((await api.inject({ url })).statusCode).toBe(401);
      const { headers } = await api.signInAs('support');
      expect((await api.inject({ url, headers })).statusCode).toBe(403);
    }
  });

  test('sends a browser that is signed out to the sign-in of the admin site', async () => {
    const answer = await api.inject({ url: path, headers: { accept: 'text/html,*/*' } });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toMatch(/^http:\/\/[^/]+\/login$/);
  });

  test('lets operators read and owners act, whatever role the request claims', async () => {
    const owner = await api.signInAs('owner');
    const claim = { 'x-dashboard-role': 'owner' };
    const page = await api.inject({ url: path, headers: operator.headers });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    const queues = await api.inject({
      url: `${path}/api/queues`,
      headers: { ...operator.headers, ...claim },
    });
    const [queue] = queues.json().queues;
    expect(queue.readOnlyMode).toBe(true);
    const pause = (headers: Record<string, string>) =>
      api.inject({ method: 'PUT', url: `${path}/api/queues/${queue.name}/pause`, headers });
    expect((await pause({ ...operator.headers, ...claim })).statusCode).toBe(403);
    expect((await pause(owner.headers)).statusCode).toBe(200);
    expect(await api.deps.wake.queue.isPaused()).toBe(true);
    await api.deps.wake.queue.resume();
    const audit = await api.inject({ url: '/audit?action=queue.act', headers: operator.headers });
    expect(audit.json()).toMatchObject({ total: 1, items: [{ actor: { id: owner.userId } }] });
  });

  test('shows the queue of mails where there is mail: operators read its jobs by the ids of mails, owners remove them', async () => {
    const owner = await api.signInAs('owner');
    const { name: lineQueue, opts } = api.deps.wake.queue;
    const name = mailQueueOf(lineQueue);
    const mails = new Queue(name, opts);
    const job = await mails.add('send', { mail: 'account:5-1:password' });
    const url = `${path}/api/queues?activeQueue=${name}`;
    const listed = await api.inject({ url, headers: operator.headers });
    expect(listed.json().queues).toMatchObject([
      { name: lineQueue, jobs: [] },
      { name, readOnlyMode: true, jobs: [{ id: job.id, data: { mail: 'account:5-1:password' } }] },
    ]);
    const remove = (headers: Record<string, string>) =>
      api.inject({ method: 'PUT', url: `${path}/api/queues/${name}/${job.id}/clean`, headers });
    expect((await remove(operator.headers)).statusCode).toBe(403);
    expect(await mails.getWaitingCount()).toBe(1);
    expect((await remove(owner.headers)).statusCode).toBeLessThan(300);
    expect(await mails.getWaitingCount()).toBe(0);
    await mails.close();

    const silent = await buildTestApp({ env: { mail: null } });
    const { headers } = await silent.signInAs('operator');
    const { queues } = (await silent.inject({ url: `${path}/api/queues`, headers })).json();
    expect(queues).toMatchObject([{ name: silent.deps.wake.queue.name }]);
    await silent.close();
  });
});

describe('before there is a request', () => {
  let port: number;
  beforeAll(async () => {
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = api.app.server.address() as AddressInfo);
  });

  /** What the server answers until it closes the connection. */
  const say = (first: string, trickle?: () => string) =>
    new Promise<string>((resolve, reject) => {
      const socket = createConnection({ port, host: '127.0.0.1' });
      const more = trickle && setInterval(() => socket.write(trickle()), 50);
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
      });
      socket.on('close', () => {
        clearInterval(more);
        resolve(received);
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') {
          reject(error);
        }
      });
      socket.write(first);
    });
  const problemIn = (answer: string) => {
    expect(answer).toContain('content-type: application/problem+json');
    return JSON.parse(answer.split('\r\n\r\n')[1] ?? '');
  };

  test('bytes that are not HTTP are also answered by a problem', async () => {
    const answer = await say('what is this\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  test('a caller that sends its headers or its body one byte at a time is answered 408 and cut off', async () => {
    const post = 'POST /orders/buy HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    const slow = await Promise.all([
      say(`${post}x-slow: `, () => 'a'),
      say(`${post}content-length: 1000\r\n\r\n{"email":"`, () => 'a'),
    ]);
    for (const answer of slow) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(problemIn(answer)).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
    }
  });

  test('a connection on which nothing is said is closed', async () => {
    expect(await say('')).not.toContain(' 200 ');
  });

  test('headers that are too large are answered 431 with a separate code', async () => {
    const answer = await say(
      `GET /livez HTTP/1.1\r\nhost: a\r\ncookie: ${'a'.repeat(17_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(problemIn(answer)).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' });
  });
});

describe('a body of many keys', () => {
  const headers = { 'content-type': 'application/json' };
  const keys = (count: number) =>
    `{${Array.from({ length: count }, (_, i) => `"${i.toString(36)}":0`).join(',')}}`;
  const send = (payload: string) =>
    api.inject({ method: 'POST', url: '/orders/buy', headers, payload });

  test('is refused by its size when it has a hundred thousand, and ignored when it fits', async () => {
    const startedAt = performance.now();
    expect((await send(keys(100_000))).statusCode).toBe(413);
    const fits = await send(keys(2_000));
    expect([fits.statusCode, fits.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(fits.json().errors.length).toBeLessThan(5);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('every answer names its request', () => {
  test('by x-request-id, unless caches repeat the answer to others', async () => {
    const own = await api.inject({ url: '/flash-sales', headers: operator.headers });
    expect(own.headers['x-request-id']).toMatch(/^[0-9a-z]+-[0-9a-z]+$/);
    const refused = await api.inject({ url: '/flash-sales' });
    expect(refused.headers['x-request-id']).toBe(refused.json().requestId);
    expect(refused.headers['x-request-id']).not.toBe(own.headers['x-request-id']);
    const shared = await api.inject({ url: '/flash-sales/public/sale' });
    expect(shared.headers['cache-control']).toMatch(/^public/);
    expect(shared.headers['x-request-id']).toBeUndefined();
  });
});
