import { randomInt } from 'node:crypto';
import { keysOf } from '@flash/reservation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let api: TestApp;
beforeAll(async () => {
  api = await buildTestApp({ isReplayed: true });
});
afterAll(() => api.close());

/** Browsers behind one address. */
function behind(remoteAddress: string) {
  const from: TestApp = { ...api, inject: (request) => api.inject({ ...request, remoteAddress }) };
  return () => createBrowser(from, someone());
}

const anAddress = () => `203.0.${randomInt(0, 255)}.${randomInt(1, 255)}`;

test('one address gets as many places as the sale allows, and room again when one of them ends', async () => {
  const sale = await openSale(api.deps, { placesPerNetwork: 2 });
  const person = behind(anAddress());
  const [ada, bob, cy] = [person(), person(), person()];
  expect((await ada.buy(sale)).statusCode).toBe(200);
  expect((await bob.buy(sale)).statusCode).toBe(200);
  const refused = await cy.buy(sale);
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'TOO_MANY_PLACES']);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ada.buy(sale)).statusCode).toBe(200);
  expect((await behind(anAddress())().buy(sale)).statusCode).toBe(200);
  expect((await ada.leave(sale)).statusCode).toBe(200);
  expect((await cy.buy(sale)).statusCode).toBe(200);
});

test('outside production the places of loopback addresses are not counted', async () => {
  const sale = await openSale(api.deps, { placesPerNetwork: 1 });
  const { networks } = keysOf(sale.id);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.9']) {
    for (let i = 0; i < 2; i += 1) {
      expect((await behind(address)().buy(sale)).statusCode).toBe(200);
    }
  }
  expect(await api.deps.redis.exists(networks)).toBe(0);
});

test('neither the address nor the e-mail of a place is in Redis', async () => {
  const sale = await openSale(api.deps);
  const address = anAddress();
  const ada = behind(address)();
  await ada.buy(sale);
  const { networks, byNetwork, log } = keysOf(sale.id);
  const kept = JSON.stringify([
    await api.deps.redis.hgetall(networks),
    await api.deps.redis.zrange(byNetwork, 0, '-1'),
    await api.deps.redis.xrange(log, '-', '+'),
  ]);
  expect(Object.keys(await api.deps.redis.hgetall(networks))).toHaveLength(1);
  expect(kept).not.toContain(address);
  expect(kept).not.toContain(ada.email.split('@')[0]);
});

test('a buyer whose reservations expire one after the other has to wait before the next', async () => {
  const sale = await openSale(api.deps, { holdsBeforeWait: 1, holdTtlSeconds: 600 });
  const ada = createBrowser(api, someone());
  await ada.buy(sale);
  await serve(api.deps, sale.id);
  expect((await ada.leave(sale)).json()).toMatchObject({ gave: 'hold' });
  const refused = await ada.buy(sale);
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'REJOIN_LATER']);
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(590);
  expect(seconds).toBeLessThanOrEqual(600);
});

test('an operator sets both limits with the sale and changes them while it runs', async () => {
  const { headers } = await api.signInAs('operator');
  const body = {
    name: 'Lamp',
    startsAt: new Date(Date.now() - 1_000).toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    startingQuantity: 5,
  };
  const post = (payload: object) =>
    api.inject({ method: 'POST', url: '/flash-sales', headers, payload });
  // Off in development and tests, so that load scripts run as they are.
  const plain = await post(body);
  expect(plain.json()).toMatchObject({ placesPerNetwork: 0, holdsBeforeWait: 0 });
  for (const placesPerNetwork of [-1, 1.5, 'many', null]) {
    expect((await post({ ...body, placesPerNetwork })).statusCode).toBe(400);
  }
  const made = (await post({ ...body, placesPerNetwork: 'auto', holdsBeforeWait: 3 })).json();
  expect(made).toMatchObject({ placesPerNetwork: 'auto', holdsBeforeWait: 3 });
  const changed = await api.inject({
    method: 'PUT',
    url: `/flash-sales/${made.id}`,
    headers,
    payload: { placesPerNetwork: 1 },
  });
  expect(changed.json()).toMatchObject({ placesPerNetwork: 1, holdsBeforeWait: 3 });
  const sale = await api.deps.db.sales.get(made.id);
  if (!sale) {
    throw new Error('no sale');
  }
  const person = behind(anAddress());
  expect((await person().buy(sale)).statusCode).toBe(200);
  expect((await person().buy(sale)).statusCode).toBe(429);
});
