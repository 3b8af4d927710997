import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
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
