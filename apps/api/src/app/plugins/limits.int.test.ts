import { createHash, randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

const rateLimits = { addressJoinsPer10s: 3, addressPollsPerSecond: 60, addressStreams: 1 };
let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp({ env: { rateLimits } });
});
afterAll(() => api.close());

const join = (remoteAddress: string, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url: '/orders/buy', payload: {}, remoteAddress, headers });

test('an address is counted before its body is read, and a header does not change it', async () => {
  const address = `203.0.113.${randomInt(1, 255)}`;
  const statuses = [];
  for (let i = 0; i < 4; i += 1) {
    statuses.push((await join(address, { 'x-forwarded-for': `198.51.100.${i}` })).statusCode);
  }
  expect(statuses).toEqual([400, 400, 400, 429]);
});

test('people behind one IPv6 network are one address, and loopback is none', async () => {
  const network = `2001:db8:${randomInt(1, 65_535).toString(16)}:1`;
  const statuses = [];
  for (let i = 0; i < 4; i += 1) {
    statuses.push((await join(`${network}::${i + 1}`)).statusCode);
  }
  expect(statuses.at(-1)).toBe(429);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    for (let i = 0; i < 4; i += 1) {
      expect((await join(address)).statusCode).toBe(400);
    }
  }
});

test('one place can be joined again twenty times, and polled forty times a second', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 1 });
  const ada = createBrowser(api, someone());
  const joins = [];
  for (let i = 0; i < 22; i += 1) {
    joins.push((await ada.buy(sale)).statusCode);
  }
  // The first came without a ticket.
  expect(joins.filter((status) => status === 200)).toHaveLength(21);
  expect(joins.at(-1)).toBe(429);
  const polls = await Promise.all(Array.from({ length: 45 }, () => ada.position(sale)));
  const refused = polls.filter((poll) => poll.statusCode === 429);
  expect(refused).toHaveLength(5);
  expect(refused[0]?.headers['retry-after']).toBe('1');
});

test('giving back and extending are limited to twenty in ten seconds for a ticket', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 1 });
  const ada = createBrowser(api, someone());
  await ada.buy(sale);
  for (const what of ['leave', 'extend'] as const) {
    const answers = [];
    for (let i = 0; i < 22; i += 1) {
      answers.push(await ada[what](sale));
    }
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(2);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(answers[20]?.statusCode).toBe(429);
  }
});

test('one ticket cannot fill Redis with keys: twenty of its answers are kept, refusals are not', async () => {
  const sale = await openSale(api.deps, { startingQuantity: 1 });
  const ada = createBrowser(api, someone());
  await ada.buy(sale);
  const buyer = api.deps.tickets.read(ada.ticket(sale))?.buyer;
  const owner = createHash('sha256').update(`${sale.id}:${buyer}`).digest('base64url').slice(0, 24);
  const kept = () => api.deps.redis.hlen(`fsonce:${owner}`);
  const press = () => ({ headers: { 'idempotency-key': randomUUID() } });
  for (let i = 0; i < 60; i += 1) {
    expect((await ada.confirm(sale, press())).statusCode).toBe(403);
  }
  expect(await kept()).toBe(0);
  for (let i = 0; i < 19; i += 1) {
    await ada.leave(sale, press());
  }
  expect(await kept()).toBe(19);
  await serve(api.deps, sale.id);
  for (let i = 0; i < 9; i += 1) {
    await ada.confirm(sale, press());
  }
  expect(await kept()).toBeLessThanOrEqual(20);
});

test('loopback counts like any address in production', async () => {
  const production = await buildTestApp({ env: { isProduction: true, rateLimits } });
  const address = `127.1.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const statuses = [];
  for (let i = 0; i < 4; i += 1) {
    const payload = {};
    const asked = { method: 'POST', url: '/orders/buy', payload, remoteAddress: address } as const;
    statuses.push((await production.inject(asked)).statusCode);
  }
  await production.close();
  expect(statuses.at(-1)).toBe(429);
});

test('an address is also counted where no proof is needed to read from MongoDB', async () => {
  const urls = [
    '/orders/65a000000000000000000001',
    '/orders/by-email',
    '/flash-sales/public',
    '/flash-sales/65a000000000000000000001/picture',
    '/api/auth/get-session',
  ];
  for (const url of urls) {
    // A busy machine sheds reads before they are counted, or takes longer than the second that counts.
    await vi.waitFor(async () => {
      const remoteAddress = `198.18.${randomInt(0, 255)}.${randomInt(1, 255)}`;
      const ask = () => api.inject({ url, remoteAddress });
      const answers = await Promise.all(Array.from({ length: 65 }, ask));
      const refused = answers.filter(({ statusCode }) => statusCode === 429);
      expect(refused, url).toHaveLength(5);
    }, 20_000);
  }
});
