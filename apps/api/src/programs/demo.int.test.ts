import type { Sale } from '@flash/database';
import type { SalePhase } from '@flash/shared-types';
import { systemClock } from '@flash/shared-utils';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../app/services/shared/audit.ts';
import { phaseAt } from '../app/services/shared/wire.ts';
import { buildTestApp, type TestApp } from '../app/testing/app.ts';
import { keepLog } from '../app/testing/blocks.ts';
import { serve } from '../app/testing/shop.ts';
import { createDemo, type Demo, seedBuyer } from './demo.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let t: TestApp;
let demo: Demo;
let first: Sale[];
let aheadMs = 0;
beforeAll(async () => {
  t = await buildTestApp({ clock: { ...systemClock, now: () => Date.now() + aheadMs } });
  demo = createDemo(t.deps);
  await seedBuyer(t.deps);
  await demo.renew();
  first = await shown();
});
afterAll(() => t.close());

async function shown(): Promise<Sale[]> {
  const { items } = await t.deps.db.sales.list({ limit: 100 }, Date.now());
  return items.filter(({ status }) => status !== 'archived');
}

/** Stores the logs as a worker does: without that, joins are refused after a while and nothing is archived. */
async function storeLogs(): Promise<void> {
  const active = (await shown()).filter(({ epoch }) => epoch > 0);
  await Promise.all(active.map((sale) => keepLog(t.deps, sale)));
}

async function renew(): Promise<void> {
  await storeLogs();
  await demo.renew();
}

function ofKind(sales: readonly Sale[], kind: string): Sale[] {
  return sales.filter(({ productId }) => productId === `demo-${kind}`);
}

/** What a visitor can look at. */
function states(sales: readonly Sale[]): Set<SalePhase | 'sold out'> {
  const now = Date.now();
  return new Set(
    sales.map((sale) => {
      const phase = phaseAt(sale, now);
      return phase === 'open' && sale.currentQuantity === 0 ? 'sold out' : phase;
    }),
  );
}

/** What the passing of time does to the stored sales; Redis plays no part in what the demo decides. */
async function letPass(ms: number, kind?: string): Promise<void> {
  const fields = ['startsAt', 'endsAt', 'lobbyOpensAt', 'createdAt', 'updatedAt'];
  const filter = kind === undefined ? {} : { productId: `demo-${kind}` };
  const earlier = fields.map((name) => [name, { $subtract: [`$${name}`, ms] }]);
  await t.deps.db.db
    .collection('flashsales')
    .updateMany(filter, [{ $set: Object.fromEntries(earlier) }]);
}

const ALL = ['draft', 'ended', 'lobby', 'open', 'paused', 'scheduled', 'sold out'];

test('the demo shows a sale in every state, each with a picture', () => {
  expect([...states(first)].sort()).toEqual(ALL);
  expect(first.filter(({ picture }) => picture === null)).toEqual([]);
});

test('a caller who names no sale of the demo gets one that can be bought without an address', async () => {
  expect(ofKind(first, 'delivered')).toMatchObject([{ needsDeliveryAddress: true }]);
  const { item } = (await t.inject({ url: '/flash-sales/public/sale' })).json();
  expect(item).toMatchObject({ needsDeliveryAddress: false, phase: 'open' });
});

interface Operation {
  'x-role': string;
  parameters: { name: string; in: string; example?: string }[];
  requestBody?: { content: Record<string, { example?: object }> };
}

/** What the page of the documentation sends when a reader presses *Execute* without changing anything. */
function firstTry(method: string, path: string, operation: Operation): InjectOptions {
  const values = (place: string) =>
    operation.parameters
      .filter((parameter) => parameter.in === place && parameter.example !== undefined)
      .map(({ name, example }) => [name, String(example)] as const);
  const url = values('path').reduce((at, [name, value]) => at.replace(`{${name}}`, value), path);
  const payload = operation.requestBody?.content['application/json']?.example;
  return {
    method: method.toUpperCase() as 'GET',
    url,
    query: Object.fromEntries(values('query')),
    headers: Object.fromEntries(values('header')),
    ...(payload && { payload }),
  };
}

async function operations(): Promise<[method: string, path: string, operation: Operation][]> {
  const { paths } = (await t.inject({ url: '/docs/json' })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  );
}

test('the first try of every public operation of the documentation works against the demo', async () => {
  await t.deps.db.processes.start('worker');
  // Each needs a secret that works once, or for an hour, and the last one the signature of the payment provider.
  const needASecret = [
    ...['/team/reset', '/team/invitations/show', '/flash-sales/preview', '/orders/device-code/use'],
    ...['/api/auth/reset-password', '/api/auth/address/prove'],
    '/webhooks/stripe',
  ];
  const failed: string[] = [];
  const tried: string[] = [];
  for (const [method, path, operation] of await operations()) {
    if (operation['x-role'] !== 'public' || needASecret.includes(path)) {
      continue;
    }
    const { statusCode, body } = await t.inject(firstTry(method, path, operation));
    tried.push(path);
    if (statusCode !== 200 || body.includes('"item":null')) {
      failed.push(`${method} ${path} answers ${statusCode}: ${body}`);
    }
  }
  expect(failed).toEqual([]);
  expect(tried.length).toBeGreaterThanOrEqual(11);
});

test('a purchase by the examples of the documentation works against the demo', async () => {
  const calls = await operations();
  const cookies: Record<string, string> = {};
  const send = async (wanted: string) => {
    const [method, path, operation] = calls.find(([, path]) => path === wanted) ?? [];
    if (!method || !path || !operation) {
      throw new Error(`${wanted} is not documented`);
    }
    const answer = await t.inject({ ...firstTry(method, path, operation), cookies });
    for (const { name, value } of answer.cookies) {
      cookies[name] = value;
    }
    return answer;
  };
  await storeLogs();
  const joined = await send('/orders/buy');
  await serve(t.deps, joined.json().flashSaleId);
  const answers = [
    joined,
    await send('/orders/position'),
    await send('/orders/extend'),
    await send('/orders/confirm'),
    await send('/orders/by-email'),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
  expect(answers[1]?.json().state).toBe('held');
  expect(answers[4]?.json().total).toBe(1);
});

test('a demo whose sales are all in their state is left as it is', async () => {
  await renew();
  expect((await shown()).map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
});

test('as a restarting sale begins, the line of the next one opens, and past ones leave the list', async () => {
  for (let round = 1; round <= 7; round += 1) {
    await letPass(16 * MINUTE_MS, 'lobby');
    await renew();
    const phases = ofKind(await shown(), 'lobby').map((sale) => phaseAt(sale, Date.now()));
    expect(phases.filter((phase) => phase === 'lobby')).toHaveLength(1);
    expect(phases.filter((phase) => phase === 'open')).toHaveLength(1);
    expect(phases.filter((phase) => phase === 'ended').length).toBeLessThanOrEqual(5);
  }
});

test('a live sale that sold out is followed by the next one', async () => {
  const sales = t.deps.db.db.collection('flashsales');
  await sales.updateOne({ productId: 'demo-live' }, { $set: { currentQuantity: 0 } });
  await renew();
  const live = ofKind(await shown(), 'live').map((sale) => [
    phaseAt(sale, Date.now()),
    sale.currentQuantity,
  ]);
  expect(live.sort()).toEqual([
    ['ended', 0],
    ['open', 10],
  ]);
});

test('a paused sale that a visitor has resumed may run for ten minutes and is paused again', async () => {
  const [paused] = ofKind(await shown(), 'paused');
  const id = paused?.id ?? '';
  const phases = async () =>
    ofKind(await shown(), 'paused').map((sale) => [sale.id, phaseAt(sale, Date.now())]);
  await t.deps.sales.resume(systemActor, id, 'A visitor looks at it.');
  await renew();
  expect(await phases()).toEqual([[id, 'open']]);
  aheadMs = 11 * MINUTE_MS;
  await renew();
  aheadMs = 0;
  expect(await phases()).toEqual([[id, 'paused']]);
});

test('hours and days later the demo shows a sale in every state again', async () => {
  for (const hours of [12, 48]) {
    await letPass(hours * HOUR_MS);
    await renew();
    expect([...states(await shown())]).toEqual(expect.arrayContaining(ALL));
  }
});
