import {
  type Database,
  type NewWebhookDelivery,
  type WebhookEndpoint,
  webhookId,
} from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { WebhookData, WebhookEventType } from '@flash/shared-types';
import type { LogConsumer } from '../followers/followers.ts';

/** What a webhook tells of one entry of a log. */
type WebhookEvent = {
  [Type in WebhookEventType]: { type: Type; data: Omit<WebhookData<Type>, 'flashSaleId' | 'n'> };
}[WebhookEventType];

type Of<Type extends LogEntry['type']> = Extract<LogEntry, { type: Type }>;

/** The order of an attempt. */
type OrderIdOf = (attempt: number) => string | null;

const iso = (at: number) => new Date(at).toISOString();

/** One event for each entry, so that who gets all of them can rebuild the sale. Says nothing private. */
function eventOf(entry: LogEntry, orderIdOf: OrderIdOf): WebhookEvent {
  return events[entry.type](entry as never, orderIdOf);
}

/** Attempts whose orders an event of these entries names. */
function attemptsIn(entries: readonly LogEntry[]): number[] {
  return entries.flatMap((entry) => {
    if (entry.type === 'settle') {
      return [entry.attempt];
    }
    return entry.type === 'refund' ? [entry.fence] : [];
  });
}

const events: {
  [Type in LogEntry['type']]: (entry: Of<Type>, orderIdOf: OrderIdOf) => WebhookEvent;
} = {
  activate: ({ epoch, stock }) => ({ type: 'sale.activated', data: { epoch, stock } }),
  // The network that a place was joined from stays here.
  join: ({ buyer, seq, late }) => ({ type: 'place.joined', data: { buyer, seq, late } }),
  grant: ({ mode, expiresAt, price, holds }) => ({
    type: 'hold.granted',
    data: {
      ...{ mode, expiresAt: iso(expiresAt), priceMinor: price },
      holds: holds.map(({ buyer, seq, unit, fence }) => ({ buyer, seq, unit, fence })),
    },
  }),
  claim: ({ buyer, fence, attempt }) => ({ type: 'hold.claimed', data: { buyer, fence, attempt } }),
  settle: ({ buyer, unit, attempt }, orderIdOf) => ({
    type: 'order.confirmed',
    data: { buyer, unit, attempt, orderId: orderIdOf(attempt) },
  }),
  void: ({ buyer, unit, attempt, back, expiresAt }) => ({
    type: 'hold.attempt_failed',
    data: { buyer, unit, attempt, back, expiresAt: iso(expiresAt) },
  }),
  extend: ({ buyer, fence, expiresAt }) => ({
    type: 'hold.extended',
    data: { buyer, fence, expiresAt: iso(expiresAt) },
  }),
  leave: ({ buyer, seq, unit }) => ({ type: 'place.left', data: { buyer, seq, unit } }),
  expire: ({ holds }) => ({
    type: 'hold.expired',
    data: { holds: holds.map(({ buyer, unit, fence }) => ({ buyer, unit, fence })) },
  }),
  release: ({ buyer, unit, fence }) => ({ type: 'hold.released', data: { buyer, unit, fence } }),
  remove: ({ buyer, seq, unit }) => ({ type: 'place.removed', data: { buyer, seq, unit } }),
  pause: ({ reason }) => ({ type: 'sale.paused', data: { reason } }),
  resume: () => ({ type: 'sale.resumed', data: {} }),
  message: ({ text }) => ({ type: 'sale.message', data: { text } }),
  edit: ({ version, startsAt, endsAt, lobbyOpensAt }) => ({
    type: 'sale.edited',
    data: {
      version,
      startsAt: iso(startsAt),
      endsAt: iso(endsAt),
      lobbyOpensAt: iso(lobbyOpensAt),
    },
  }),
  end: () => ({ type: 'sale.ended', data: {} }),
  adjust: ({ by, stock }) => ({ type: 'sale.stock_changed', data: { by, stock } }),
  refund: ({ buyer, unit, fence }, orderIdOf) => ({
    type: 'order.refunded',
    data: { buyer, unit, orderId: orderIdOf(fence) },
  }),
  shift: ({ byMs }) => ({ type: 'sale.holds_moved', data: { byMs } }),
  adopt: ({ epoch, how, stock }) => ({ type: 'sale.restored', data: { epoch, how, stock } }),
  rehold: ({ buyer, seq, unit, fence, expiresAt, price, extensions }) => ({
    type: 'hold.restored',
    data: {
      ...{ buyer, seq, unit, fence, expiresAt: iso(expiresAt) },
      ...{ priceMinor: price, extensions },
    },
  }),
  requeue: ({ places }) => ({
    type: 'place.requeued',
    data: { places: places.map(({ buyer, seq }) => ({ buyer, seq })) },
  }),
  // What it says is not known here, so it may be private.
  unknown: ({ name }) => ({ type: 'log.unknown', data: { name } }),
};

interface ConsumerDeps {
  db: Pick<Database, 'webhooks' | 'orders' | 'logCursors'>;
  /** Sends at once what was written a moment ago. */
  send: (deliveries: readonly NewWebhookDelivery[]) => void;
  now?: () => number;
}

/** Entries carry the time of Redis, endpoints that of the API. */
export const CLOCKS_DIFFER_MS = 5_000;
/** Whether any endpoint is active is asked at most so often. */
const ASK_MS = 1_000;
/** So long only the process that wrote a delivery sends it; then any worker may. */
export const OWN_MS = 10_000;

/** Writes a delivery for each event and each endpoint that wants it. */
export function createWebhookConsumer(
  deps: ConsumerDeps,
): LogConsumer<readonly NewWebhookDelivery[]> {
  const { db, now = Date.now } = deps;
  let asked: { at: number; isOn: Promise<boolean> } | null = null;

  return {
    name: 'webhooks',
    isOn() {
      if (!asked || performance.now() - asked.at >= ASK_MS) {
        const isOn = db.webhooks.active().then((active) => active.length > 0);
        asked = { at: performance.now(), isOn };
        isOn.catch(() => {
          asked = null;
        });
      }
      return asked.isOn;
    },
    /** An endpoint is told of what happened after it was made; the first one begins the following. */
    async since() {
      const all = await db.webhooks.list();
      return Math.min(now(), ...all.map(({ createdAt }) => createdAt)) - CLOCKS_DIFFER_MS;
    },
    async prepare({ saleId, entries }) {
      // Read each time: an endpoint whose making was answered misses nothing from then on.
      const endpoints = (await db.webhooks.active()).filter(
        (one) => one.saleId === null || one.saleId === saleId,
      );
      if (endpoints.length === 0) {
        return null;
      }
      const nextAt = now() + OWN_MS;
      const deliveries = await deliveriesFor(db, { saleId, entries, endpoints, nextAt });
      return deliveries.length > 0 ? deliveries : null;
    },
    write: (deliveries, transaction) => db.webhooks.add(deliveries, transaction),
    written: deps.send,
  };
}

interface Told {
  saleId: string;
  entries: readonly LogEntry[];
  endpoints: readonly WebhookEndpoint[];
  nextAt: number;
}

/** A delivery for each entry and each endpoint that wants it. */
export async function deliveriesFor(
  db: Pick<Database, 'orders'>,
  { entries, ...told }: Told,
): Promise<NewWebhookDelivery[]> {
  const orderIdOf = await readOrderIds(db, told.saleId, entries, told.endpoints);
  return entries.flatMap((entry) => deliveriesOf({ ...told, entry, orderIdOf }));
}

async function readOrderIds(
  { orders }: Pick<Database, 'orders'>,
  saleId: string,
  entries: readonly LogEntry[],
  endpoints: readonly WebhookEndpoint[],
): Promise<OrderIdOf> {
  const isWanted = endpoints.some(
    ({ events }) => events.length === 0 || events.some((type) => type.startsWith('order.')),
  );
  const attempts = isWanted ? attemptsIn(entries) : [];
  const ids = attempts.length > 0 ? await orders.idsOfAttempts(saleId, attempts) : new Map();
  return (attempt) => ids.get(attempt) ?? null;
}

function deliveriesOf({
  saleId,
  entry,
  endpoints,
  orderIdOf,
  nextAt,
}: {
  saleId: string;
  entry: LogEntry;
  endpoints: readonly WebhookEndpoint[];
  orderIdOf: OrderIdOf;
  nextAt: number;
}): NewWebhookDelivery[] {
  const { n, at } = entry;
  const { type, data } = eventOf(entry, orderIdOf);
  const wanting = endpoints.filter(
    ({ events, createdAt }) =>
      at >= createdAt - CLOCKS_DIFFER_MS && (events.length === 0 || events.includes(type)),
  );
  if (wanting.length === 0) {
    return [];
  }
  const body = JSON.stringify({
    ...{ type, timestamp: new Date(at).toISOString() },
    data: { flashSaleId: saleId, n, ...data },
  });
  return wanting.map(({ id: endpoint }) => ({
    ...{ id: webhookId(endpoint, saleId, n), endpoint, saleId, n, type, at, body, nextAt },
  }));
}
