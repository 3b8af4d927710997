import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { WebhookAttempt } from '../webhooks/contract.ts';
import type { NewMail } from './contract.ts';
import { mailIdOf } from './mails.ts';

let db: TestDatabase;
let told = 0;
beforeAll(async () => {
  db = await openTestDatabase({
    onOutbox: () => {
      told += 1;
    },
  });
});
afterAll(() => db.drop());

const at = Date.now();
const mail: NewMail = {
  ...{ saleId: null, buyer: '65a000000000000000000001', kind: 'address' },
  ...{ seq: null, fence: null, at },
};
const endpoint = '65a000000000000000000002';
const saleId = '65a000000000000000000003';
const delivery = {
  ...{ id: `evt_${endpoint}_test_1`, endpoint, saleId: null, n: null, type: 'webhook.test' },
  ...{ at, body: '{}', nextAt: at },
};

/** Each way by which something becomes due, in an order in which each finds what it needs. */
const writes: [string, () => Promise<unknown>][] = [
  ['a mail is written', () => db.mails.write([mail])],
  [
    'a mail is sent again',
    async () => {
      await db.mails.end(mailIdOf(mail), 'failed', 'refused');
      expect(await db.mails.resend(mailIdOf(mail), at, () => [])).toBe('waiting');
    },
  ],
  ['a delivery is asked for', () => db.webhooks.addOne(delivery)],
  ['a delivery is sent again', () => db.webhooks.replay(endpoint, delivery.id, at)],
  ['deliveries are sent again', () => db.webhooks.replayFrom(endpoint, 0, at)],
  ['a whole sale is sent', () => db.webhooks.replayLog(endpoint, { saleId, from: 0 })],
  ['a webhook is switched on', () => db.webhooks.edit(endpoint, { state: 'active' })],
];

test.each(writes)('workers are told once that something is due when %s', async (_, write) => {
  told = 0;
  await write();
  expect(told).toBe(1);
});

test('workers are told of nothing when no mail is written', async () => {
  told = 0;
  await db.mails.write([]);
  expect(told).toBe(0);
});

test('what came of many deliveries is noted of each, also of one that failed and was then taken', async () => {
  const ids = [1, 2, 3, 4, 5, 6].map((n) => `evt_${endpoint}_${saleId}_${n}`);
  const outcome = { at, nextAt: at + 5_000, status: 200, error: null, tookMs: 3, answer: 'ok' };
  const attempt = (nth: number, changes: Partial<WebhookAttempt> = {}): WebhookAttempt => ({
    ...outcome,
    ...{ id: ids[nth] ?? '', state: 'delivered', ...changes },
  });
  await db.webhooks.add(ids.map((id, n) => ({ ...delivery, id, saleId, n })));
  await db.webhooks.noteAttempts([
    attempt(0),
    attempt(1, { at: at + 1 }),
    attempt(2, { tookMs: 9 }),
    attempt(3, { state: 'pending', status: 503, error: 'status 503', answer: '' }),
    attempt(4, { state: 'failed', status: 410, error: 'status 410', answer: 'gone' }),
    attempt(5, { at: at + 1 }),
    attempt(5, { state: 'pending', status: 503, error: 'status 503' }),
  ]);
  const read = async () => {
    const { items } = await db.webhooks.deliveries({ endpoint }, { limit: 100 });
    return ids.map((id) => items.find((one) => one.id === id));
  };
  const told = { state: 'delivered', attempts: 1, status: 200, answer: 'ok', tookMs: 3 };
  // They are written lightly, and read once a majority has them.
  await expect
    .poll(read)
    .toMatchObject([
      told,
      { ...told, deliveredAt: at + 1 },
      { ...told, tookMs: 9, deliveredAt: at },
      { state: 'pending', attempts: 1, status: 503, nextAt: at + 5_000, deliveredAt: null },
      { state: 'failed', attempts: 1, status: 410, answer: 'gone', deliveredAt: null },
      { ...told, attempts: 2, error: null },
    ]);
});
