import {
  type Database,
  type NewWebhookDelivery,
  type WebhookEndpoint,
  webhookId,
} from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { LogConsumer } from '../followers/followers.ts';
import { attemptsIn, eventOf, type OrderIdOf } from './events.ts';

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
