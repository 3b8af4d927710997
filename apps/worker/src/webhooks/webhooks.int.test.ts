import { createPublicKey, verify } from 'node:crypto';
import type { NewWebhookDelivery, WebhookDelivery } from '@flash/database';
import { createLogger, createWebhookKeySafe } from '@flash/shared-config';
import { type WebhookEventType, webhookEvents } from '@flash/shared-types';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import {
  makeWebhookEndpoint,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSafe,
  webhookSettings,
} from '../testing/webhook-receiver.ts';
import { createWebhookSender, defaultTimes, type WebhookSender } from './sender.ts';

let stage: Stage;
let receiver: WebhookReceiver;
let senders: WebhookSender[] = [];
let alarms: { kind: string; details: Record<string, unknown> }[] = [];

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await Promise.all(senders.map((sender) => sender.close()));
  senders = [];
  alarms = [];
  await receiver.close();
  await stage.db.db.collection('webhookendpoints').deleteMany({});
});
afterAll(() => stage.close());

const log = createLogger({ name: 'test', level: 'silent', isProduction: true });

function createSender(options: Partial<Parameters<typeof createWebhookSender>[0]> = {}) {
  const sender = createWebhookSender({
    ...{ webhooks: stage.db.webhooks, safe: webhookSafe, metrics: createMetrics(), log },
    policy: webhookSettings.policy,
    alert: (kind, _sale, details) => void alarms.push({ kind, details }),
    times: { retryMs: [0] },
    ...options,
  });
  senders.push(sender);
  return sender;
}

let drawn = 0;
function deliveryFor(endpoint: string): NewWebhookDelivery {
  drawn += 1;
  const [id, at] = [`evt_${endpoint}_test_${drawn}`, Date.now()];
  const body = JSON.stringify({ type: 'webhook.test', data: {} });
  return { ...{ id, endpoint, saleId: null, n: null, type: 'webhook.test' }, at, body, nextAt: at };
}

async function readDelivery({ id, endpoint }: NewWebhookDelivery): Promise<WebhookDelivery> {
  const { items } = await stage.db.webhooks.deliveries({ endpoint }, { limit: 100 });
  const found = items.find((one) => one.id === id);
  if (!found) {
    throw new Error(`there is no delivery ${id}`);
  }
  return found;
}

/** Sends one delivery until it is in this state. */
async function sendUntil(
  state: WebhookDelivery['state'],
  sender: WebhookSender,
  delivery: NewWebhookDelivery,
): Promise<WebhookDelivery> {
  await until(`it is ${state}`, async () => {
    await sender.sendDue();
    return (await readDelivery(delivery)).state === state;
  });
  return readDelivery(delivery);
}

async function prepare(changes: Parameters<typeof makeWebhookEndpoint>[2] = {}) {
  const made = await makeWebhookEndpoint(stage.db.webhooks, receiver.url, changes);
  const delivery = deliveryFor(made.endpoint.id);
  await stage.db.webhooks.add([delivery]);
  return { ...made, delivery };
}

describe('a webhook', () => {
  test('is told of every entry of a log once, signed, in the form that the catalogue says', async () => {
    const { secret } = await makeWebhookEndpoint(stage.db.webhooks, receiver.url);
    const worker = await stage.startWorker({ webhooks: webhookSettings });
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    const [first = ''] = await crowd.join(10);
    await until('units are held', async () => (await crowd.held()) === 3);
    await stage.engine.leave(sale.id, { buyer: first });
    await until('the next one holds', async () => (await crowd.granted()).length === 4);
    const { n } = await crowd.shot();
    await until('all arrived', async () => receiver.received.length >= n);
    await worker.stop();

    const bodies = receiver.received.map(({ headers, body }) => {
      return new Webhook(secret).verify(body, headers as Record<string, string>) as {
        type: WebhookEventType;
        data: { n: number; flashSaleId: string };
      };
    });
    const numbers = bodies.map(({ data }) => data.n).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(numbers.length);
    for (const { type, data } of bodies) {
      expect(webhookEvents[type].data.strict().safeParse(data).error, type).toBeUndefined();
      expect(data.flashSaleId).toBe(sale.id);
    }
    expect(bodies.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['sale.activated', 'place.joined', 'hold.granted', 'place.left']),
    );
  });

  test('is told only of the events and the sale that it asks for', async () => {
    const [sale, other] = [await stage.openSale(), await stage.openSale()];
    const wish = { events: ['place.joined'], saleId: sale.id };
    await makeWebhookEndpoint(stage.db.webhooks, receiver.url, wish);
    const worker = await stage.startWorker({ webhooks: webhookSettings });
    await crowdOf(stage, other.id).join(3, { prefix: 'other' });
    await crowdOf(stage, sale.id).join(3, { prefix: 'own' });
    await until('all arrived', async () => receiver.received.length >= 3);
    await worker.stop();
    const told = receiver.received.map(({ body }) => JSON.parse(body));
    expect(told.map(({ type }) => type)).toEqual(['place.joined', 'place.joined', 'place.joined']);
    expect(told.map(({ data }) => data.buyer).sort()).toEqual(['own0', 'own1', 'own2']);
  });
});

test('a webhook that is made after a sale is told its whole log when the team asks for it, each entry once', async () => {
  const worker = await stage.startWorker({ webhooks: webhookSettings });
  const sale = await stage.openSale({ startingQuantity: 3 });
  const crowd = crowdOf(stage, sale.id);
  await crowd.join(5);
  await until('units are held', async () => (await crowd.held()) === 3);
  const { n } = await crowd.shot();
  await until('all is stored', async () => ((await stage.db.blocks.last(sale.id))?.to ?? 0) >= n);
  const later = { createdAt: Date.now() + 60_000 };
  const { endpoint } = await makeWebhookEndpoint(stage.db.webhooks, receiver.url, later);
  expect(await stage.db.webhooks.replayLog(endpoint.id, { saleId: sale.id, from: 0 })).toBe(true);
  await until('all arrived', async () => receiver.received.length >= n);
  await until('it is done', async () => {
    return (await stage.db.webhooks.get(endpoint.id))?.replays.length === 0;
  });
  await worker.stop();
  const numbers = receiver.received.map(({ body }) => JSON.parse(body).data.n as number);
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: n }, (_, i) => i + 1),
  );
  const ids = receiver.received.map(({ id }) => id);
  expect(ids).toContain(`evt_${endpoint.id}_${sale.id}_1`);
});

describe('a delivery', () => {
  test('that fails is tried again under the same id, and keeps what was answered', async () => {
    const { delivery } = await prepare();
    receiver.answers.push(500, { status: 503, body: 'x'.repeat(5_000) });
    const sender = createSender();
    await sender.sendDue();
    await until('it failed twice', async () => {
      await sender.sendDue();
      return receiver.received.length >= 2;
    });
    const { answer, attempts } = await sendUntil('delivered', sender, delivery);
    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([delivery.id]));
    expect([answer, attempts]).toEqual(['ok', 3]);
  });

  test('keeps the first 2 kB of an answer and its status', async () => {
    const { delivery } = await prepare();
    receiver.answers.push({ status: 422, body: 'é'.repeat(50_000) });
    const sender = createSender({ times: { giveUpMs: -1 } });
    const failed = await sendUntil('failed', sender, delivery);
    expect([failed.status, failed.error, failed.answer]).toEqual([
      422,
      'status 422',
      'é'.repeat(1_024),
    ]);
  });

  test('waits longer after each failure, and is given up after three days', () => {
    const { retryMs, giveUpMs } = defaultTimes;
    expect(retryMs.toSorted((a, b) => a - b)).toEqual(retryMs);
    expect([retryMs[0], retryMs.at(-1), giveUpMs]).toEqual([5_000, 43_200_000, 259_200_000]);
  });

  test('that gets no answer in time has failed, and says so', async () => {
    const { delivery } = await prepare();
    receiver.answers.push('silence');
    const sender = createSender({ times: { timeoutMs: 50, giveUpMs: -1 } });
    const { status, error } = await sendUntil('failed', sender, delivery);
    expect([status, error]).toEqual([null, 'no whole answer within 50 ms']);
  });

  test('follows no redirect', async () => {
    const { delivery } = await prepare();
    const elsewhere = await startWebhookReceiver();
    receiver.answers.push({ status: 307, body: '', headers: { location: elsewhere.url } });
    const sender = createSender({ times: { giveUpMs: -1 } });
    const failed = await sendUntil('failed', sender, delivery);
    expect([failed.status, failed.error]).toEqual([307, 'redirects are not followed']);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  test.each(['127.0.0.1', 'localhost'])(
    'never reaches %s when private addresses are not allowed, whatever was allowed when the webhook was made',
    async (host) => {
      const url = receiver.url.replace('127.0.0.1', host);
      const { endpoint } = await makeWebhookEndpoint(stage.db.webhooks, url);
      const delivery = deliveryFor(endpoint.id);
      await stage.db.webhooks.add([delivery]);
      const policy = { allowPrivate: false, allowHttp: true };
      const sender = createSender({ policy, times: { giveUpMs: -1 } });
      const failed = await sendUntil('failed', sender, delivery);
      expect(failed.error).toMatch(/^refused: .* private or special address$/);
      expect(receiver.received).toEqual([]);
    },
  );

  test('that its process wrote and did not send before it died is sent by another one', async () => {
    const { endpoint, delivery } = await prepare();
    const later = { ...deliveryFor(endpoint.id), nextAt: Date.now() + 10_000 };
    await stage.db.webhooks.add([later]);
    const sender = createSender();
    await sendUntil('delivered', sender, delivery);
    // Until then it belongs to the process that wrote it.
    expect((await readDelivery(later)).state).toBe('pending');
    await sendUntil('delivered', createSender({ now: () => Date.now() + 11_000 }), later);
    expect(receiver.received.map(({ id }) => id)).toEqual([delivery.id, later.id]);
  });

  test('can be sent again, one or all from a moment on, under the same id', async () => {
    const { endpoint, delivery } = await prepare();
    const sender = createSender();
    await sendUntil('delivered', sender, delivery);
    await stage.db.webhooks.replay(endpoint.id, delivery.id, Date.now());
    await sendUntil('delivered', sender, delivery);
    expect(await stage.db.webhooks.replayFrom(endpoint.id, delivery.at, Date.now())).toBe(1);
    expect(await stage.db.webhooks.replayFrom(endpoint.id, delivery.at + 1, Date.now())).toBe(0);
    await sendUntil('delivered', sender, delivery);
    expect(receiver.received.map(({ id }) => id)).toEqual(Array(3).fill(delivery.id));
  });
});

describe('a receiver', () => {
  test('that answers 410 gets nothing more, and an alert tells of it once', async () => {
    const { endpoint, delivery } = await prepare();
    receiver.answers.push(410);
    const sender = createSender();
    await sendUntil('failed', sender, delivery);
    await until('it is off', async () => {
      return (await stage.db.webhooks.get(endpoint.id))?.state === 'gone';
    });
    await until('the alert', async () => alarms.length > 0);
    const details = { webhook: endpoint.id, host: new URL(receiver.url).host, why: 'gone' };
    expect(alarms).toEqual([{ kind: 'webhook', details }]);
    const rows = (await stage.db.audit.list({ action: 'webhook.end', limit: 100 })).items;
    expect(rows.filter(({ subject }) => subject === endpoint.id)).toMatchObject([
      { after: { host: details.host, state: 'gone' }, actor: { id: 'system' }, outcome: 'done' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('/hook');
  });

  test('that answers 410 while nothing can be stored is asked again, and switched off then', async () => {
    const { endpoint, delivery } = await prepare();
    receiver.answers.push(410, 410);
    let failures = 1;
    const { end } = stage.db.webhooks;
    const sender = createSender({
      webhooks: {
        ...stage.db.webhooks,
        async end(...args) {
          if (failures > 0) {
            failures -= 1;
            throw new Error('MongoDB is away');
          }
          return end(...args);
        },
      },
    });
    const { attempts } = await sendUntil('failed', sender, delivery);
    expect(attempts).toBe(2);
    expect((await stage.db.webhooks.get(endpoint.id))?.state).toBe('gone');
  });

  test('that fails for days is switched off, and goes on when the team says so', async () => {
    const { endpoint, delivery } = await prepare();
    receiver.answers.push(500, 500);
    const sender = createSender({ times: { retryMs: [0], failingMs: -1 } });
    await until('it is off', async () => {
      await sender.sendDue();
      return (await stage.db.webhooks.get(endpoint.id))?.state === 'failing';
    });
    await until('the alert', async () => alarms.length > 0);
    expect(alarms[0]?.details).toMatchObject({ why: 'failing' });
    await stage.db.webhooks.edit(endpoint.id, { state: 'active' });
    const { state } = await sendUntil('delivered', createSender(), delivery);
    expect(state).toBe('delivered');
    expect((await stage.db.webhooks.get(endpoint.id))?.failingSince).toBeNull();
  });

  test('that works again is no longer taken for failing', async () => {
    const { endpoint, delivery } = await prepare();
    receiver.answers.push(500);
    const sender = createSender();
    await sender.sendDue();
    const failingSince = async () => (await stage.db.webhooks.get(endpoint.id))?.failingSince;
    await until('it fails', async () => (await failingSince()) !== null);
    await sendUntil('delivered', sender, delivery);
    await until('it works', async () => (await failingSince()) === null);
  });
});

describe('the keys of a webhook', () => {
  test('sign side by side while an old one overlaps with the new one, and no longer', async () => {
    const { endpoint, secret, delivery } = await prepare();
    const [old] = endpoint.keys;
    const newer = await makeWebhookEndpoint(stage.db.webhooks, receiver.url, { state: 'disabled' });
    const sealed = webhookSafe.seal(newer.secret, endpoint.id);
    const fresh = { kind: 'v1' as const, sealed, publicKey: null, createdAt: 2, endsAt: null };
    const endsAt = Date.now() + 60_000;
    await stage.db.webhooks.edit(endpoint.id, {
      keys: [fresh, ...(old ? [{ ...old, endsAt }] : [])],
    });
    const passes = (key: string) => {
      const { headers = {}, body = '' } = receiver.received.at(-1) ?? {};
      try {
        new Webhook(key).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    const sender = createSender();
    await sendUntil('delivered', sender, delivery);
    expect([passes(secret), passes(newer.secret)]).toEqual([true, true]);
    const after = deliveryFor(endpoint.id);
    await stage.db.webhooks.add([after]);
    const late = createSender({ now: () => Date.now() + 61_000 });
    await sendUntil('delivered', late, after);
    expect(String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(
      1,
    );
  });

  test('of Ed25519 sign beside the secret, and verify with the public key alone', async () => {
    const { webhooks } = stage.db;
    const made = await makeWebhookEndpoint(webhooks, receiver.url, {}, ['v1', 'v1a']);
    const delivery = deliveryFor(made.endpoint.id);
    await webhooks.add([delivery]);
    await sendUntil('delivered', createSender(), delivery);
    const [got] = receiver.received;
    const { body = '' } = got ?? {};
    const headers = (got?.headers ?? {}) as Record<string, string>;
    const [, signature = ''] = /v1a,(\S+)/.exec(headers['webhook-signature'] ?? '') ?? [];
    const raw = Buffer.from(String(made.publicKey).replace('whpk_', ''), 'base64');
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))).toBe(true);
    expect(new Webhook(made.secret).verify(body, headers)).toBeTruthy();
  });

  test('that were sealed under the secret before the last change are sealed anew, and go on signing', async () => {
    const { endpoint, secret, delivery } = await prepare();
    const changed = { secret: 'the secret after the change', previous: null };
    const both = createWebhookKeySafe({ ...changed, previous: webhookSettings.secret });
    await sendUntil('delivered', createSender({ safe: both }), delivery);
    const [key] = (await stage.db.webhooks.get(endpoint.id))?.keys ?? [];
    expect(createWebhookKeySafe(changed).open(key?.sealed ?? '', endpoint.id)?.text).toBe(secret);
    expect(webhookSafe.open(key?.sealed ?? '', endpoint.id)).toBeNull();
  });
});
