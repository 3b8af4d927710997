import type { Database, WebhookEndpoint } from '@flash/database';
import type { Change, LogEntry } from '@flash/fairness';
import { webhookEvents } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { CLOCKS_DIFFER_MS, deliveriesFor } from './consumer.ts';

const AT = Date.UTC(2026, 5, 1, 10);
const LATER = AT + 60_000;
const later = new Date(LATER).toISOString();

const endpointOf = (change: Partial<WebhookEndpoint> = {}) =>
  ({ id: 'w1', saleId: null, events: [], createdAt: AT - 1_000, ...change }) as WebhookEndpoint;

/** The order of each attempt, and which attempts were asked for. */
function ordersOf(ids: Record<number, string>) {
  const asked: number[][] = [];
  const orders = {
    async idsOfAttempts(_: string, attempts: readonly number[]) {
      asked.push([...attempts]);
      return new Map(Object.entries(ids).map(([attempt, id]) => [Number(attempt), id]));
    },
  };
  return { asked, db: { orders: orders as unknown as Database['orders'] } };
}

const entriesOf = (changes: readonly Change[]): LogEntry[] =>
  changes.map((change, i) => ({ n: i + 1, at: AT, ...change }) as LogEntry);

async function told(changes: readonly Change[], endpoints = [endpointOf()]) {
  const { db } = ordersOf({ 7: 'o7' });
  const entries = entriesOf(changes);
  const deliveries = await deliveriesFor(db, { saleId: 's1', entries, endpoints, nextAt: AT });
  return deliveries.map(({ endpoint, body }) => ({ endpoint, ...JSON.parse(body) }));
}

const place = { buyer: 'b1', seq: 1_000_000_001 };
const hold = { buyer: 'b1', unit: 4, fence: 7 };

/** An entry of each type that a log can have, and what a webhook tells of it. */
const everyChange: readonly [Change, keyof typeof webhookEvents, object][] = [
  [{ type: 'activate', epoch: 1, stock: 5 }, 'sale.activated', { epoch: 1, stock: 5 }],
  [
    { type: 'join', ...place, late: false, network: 'of the household' },
    'place.joined',
    { ...place, late: false },
  ],
  [
    { type: 'grant', mode: 'fast', expiresAt: LATER, price: 12_900, holds: [{ ...hold, seq: 9 }] },
    'hold.granted',
    { mode: 'fast', expiresAt: later, priceMinor: 12_900, holds: [{ ...hold, seq: 9 }] },
  ],
  [
    { type: 'claim', buyer: 'b1', fence: 7, attempt: 8 },
    'hold.claimed',
    { buyer: 'b1', fence: 7, attempt: 8 },
  ],
  [
    { type: 'settle', buyer: 'b1', unit: 4, attempt: 7 },
    'order.confirmed',
    { buyer: 'b1', unit: 4, attempt: 7, orderId: 'o7' },
  ],
  [
    { type: 'void', buyer: 'b1', unit: 4, attempt: 8, back: 'held', expiresAt: LATER },
    'hold.attempt_failed',
    { buyer: 'b1', unit: 4, attempt: 8, back: 'held', expiresAt: later },
  ],
  [
    { type: 'extend', buyer: 'b1', fence: 7, expiresAt: LATER },
    'hold.extended',
    { buyer: 'b1', fence: 7, expiresAt: later },
  ],
  [{ type: 'leave', ...place, unit: null }, 'place.left', { ...place, unit: null }],
  [{ type: 'expire', holds: [hold] }, 'hold.expired', { holds: [hold] }],
  [{ type: 'release', ...hold }, 'hold.released', hold],
  [{ type: 'remove', ...place, unit: 4 }, 'place.removed', { ...place, unit: 4 }],
  [{ type: 'pause', reason: 'stock' }, 'sale.paused', { reason: 'stock' }],
  [{ type: 'resume' }, 'sale.resumed', {}],
  [{ type: 'message', text: 'Soon' }, 'sale.message', { text: 'Soon' }],
  [
    { type: 'edit', version: 3, startsAt: LATER, endsAt: LATER, lobbyOpensAt: LATER },
    'sale.edited',
    { version: 3, startsAt: later, endsAt: later, lobbyOpensAt: later },
  ],
  [{ type: 'end' }, 'sale.ended', {}],
  [{ type: 'adjust', id: 'a1', by: -2, stock: 3 }, 'sale.stock_changed', { by: -2, stock: 3 }],
  [{ type: 'refund', ...hold }, 'order.refunded', { buyer: 'b1', unit: 4, orderId: 'o7' }],
  [{ type: 'shift', byMs: 5_000 }, 'sale.holds_moved', { byMs: 5_000 }],
  [
    { type: 'adopt', epoch: 2, how: 'rebuild', mark: 3, stock: 5 },
    'sale.restored',
    { epoch: 2, how: 'rebuild', stock: 5 },
  ],
  [
    { type: 'rehold', ...place, unit: 4, fence: 7, expiresAt: LATER, price: 12_900, extensions: 1 },
    'hold.restored',
    { ...place, unit: 4, fence: 7, expiresAt: later, priceMinor: 12_900, extensions: 1 },
  ],
  [{ type: 'requeue', places: [place] }, 'place.requeued', { places: [place] }],
  [
    { type: 'unknown', name: 'gift', values: { buyer: 'private' } as never },
    'log.unknown',
    { name: 'gift' },
  ],
];

describe('a webhook is told', () => {
  test.each(everyChange.map(([change, type, data]) => ({ change, type, data })))(
    'of an entry $change.type as $type, in the form that the catalogue says',
    async (one) => {
      const { change, type, data } = one;
      const [event] = await told([change]);
      expect(event).toMatchObject({ type, timestamp: new Date(AT).toISOString() });
      expect(event.data).toEqual({ flashSaleId: 's1', n: 1, ...data });
      expect(webhookEvents[type].data.strict().safeParse(event.data).error).toBeUndefined();
    },
  );

  test('of every event that the catalogue promises', async () => {
    const events = await told(everyChange.map(([change]) => change));
    const types = events.map(({ type }) => type);
    expect(types.sort()).toEqual(Object.keys(webhookEvents).sort());
  });

  test('only of the types that it asks for, and of what happened after it was made', async () => {
    const changes: Change[] = [
      { type: 'join', ...place, late: false },
      { type: 'pause', reason: 'stock' },
    ];
    const endpoints = [
      endpointOf({ id: 'all' }),
      endpointOf({ id: 'pauses', events: ['sale.paused'] }),
      // The clocks of Redis and of the API may differ by a little.
      endpointOf({ id: 'just-made', createdAt: AT + CLOCKS_DIFFER_MS }),
      endpointOf({ id: 'too-late', createdAt: AT + CLOCKS_DIFFER_MS + 1 }),
    ];
    const events = await told(changes, endpoints);
    expect(events.map(({ endpoint, type }) => `${endpoint} ${type}`)).toEqual([
      'all place.joined',
      'just-made place.joined',
      'all sale.paused',
      'pauses sale.paused',
      'just-made sale.paused',
    ]);
  });

  test('of an order that is not stored yet without its id', async () => {
    const [event] = await told([{ type: 'settle', buyer: 'b1', unit: 4, attempt: 70 }]);
    expect(event.data.orderId).toBeNull();
  });
});

test('orders are looked up only for webhooks that are told of orders', async () => {
  const entries = entriesOf([
    { type: 'settle', buyer: 'b1', unit: 4, attempt: 7 },
    { type: 'refund', ...hold, fence: 8 },
  ]);
  const { db, asked } = ordersOf({});
  const tell = (events: string[]) =>
    deliveriesFor(db, { saleId: 's1', entries, endpoints: [endpointOf({ events })], nextAt: AT });
  expect(await tell(['sale.paused'])).toEqual([]);
  expect(asked).toEqual([]);
  await tell(['order.refunded']);
  expect(asked).toEqual([[7, 8]]);
});

test('a delivery has the same id whichever process writes it, and another one for each webhook and entry', async () => {
  const entries = entriesOf([{ type: 'resume' }, { type: 'end' }]);
  const { db } = ordersOf({});
  const endpoints = [endpointOf({ id: 'w1' }), endpointOf({ id: 'w2' })];
  const ids = async (nextAt: number) =>
    (await deliveriesFor(db, { saleId: 's1', entries, endpoints, nextAt })).map(({ id }) => id);
  const first = await ids(AT);
  expect(new Set(first).size).toBe(4);
  expect(await ids(LATER)).toEqual(first);
});
