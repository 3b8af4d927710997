import { connectDatabase, type Database } from '@flash/database';
import { type FakeStripe, startFakeStripe, testDatabaseUri } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choosePayment } from '../choose.ts';
import type { PaymentPort, Preparing } from '../port.ts';

let db: Database;
let fake: FakeStripe;
let payment: PaymentPort;
let preparing: Preparing;
beforeAll(async () => {
  db = await connectDatabase(testDatabaseUri());
  await db.ensureIndexes();
  fake = await startFakeStripe();
  payment = connect();
  preparing = preparingOf(payment);
});
afterAll(async () => {
  await fake.close();
  await db.db.dropDatabase();
  await db.close();
});

/** As another process would. */
function connect(): PaymentPort {
  return choosePayment({
    stripe: fake.settings,
    sandbox: db.sandboxPayments,
    prepared: db.preparedPayments,
  });
}

function preparingOf(port: PaymentPort): Preparing {
  if (!port.preparing) {
    throw new Error('nothing is prepared with this provider');
  }
  return port.preparing;
}

let drawn = 1_000_000_000;
/** A hold of its own. */
function hold() {
  drawn += 10;
  const saleId = '65a000000000000000000001';
  const person = { email: 'ann@example.org', contact: { name: 'Ann', phone: null } };
  const of = { saleId, buyer: `g${drawn}`, seq: drawn, fence: drawn };
  return { ...of, amount: 1_999, currency: 'EUR', person, checkAt: Date.now() + 60_000 };
}

type Hold = ReturnType<typeof hold>;

async function prepared(of: Hold) {
  const ready = await preparing.prepare(of);
  if (ready.kind !== 'ready') {
    throw new Error(`prepare: ${ready.kind}`);
  }
  const stored = await db.preparedPayments.find(ready.paymentId);
  return { ...ready, intentId: stored?.intentId ?? '' };
}

function attemptOf({ saleId, fence, amount, currency, buyer }: Hold, token: string) {
  return { saleId, attempt: fence + 1, amount, currency, buyer, token };
}

const statusOf = (intentId: string) => fake.provider.intents.get(intentId)?.status;

/** Of which it is not known whether it was made at the provider. */
async function undecided(of: Hold): Promise<string> {
  expect(await preparing.prepare(of)).toEqual({ kind: 'unknown' });
  return (await db.preparedPayments.newest(of.saleId, of.buyer))?.id ?? '';
}

function intentsOf({ fence }: Hold) {
  return [...fake.provider.intents.values()].filter(
    ({ metadata }) => metadata.fence === String(fence),
  );
}

async function authorised() {
  const of = hold();
  const { paymentId, intentId } = await prepared(of);
  fake.provider.authorise(intentId);
  const request = attemptOf(of, paymentId);
  const key = { saleId: of.saleId, attempt: request.attempt };
  return { of, paymentId, intentId, request, key };
}

describe('preparing a payment at Stripe', () => {
  test('answers the same payment for the same hold, from every process and however often it is asked', async () => {
    const of = hold();
    const answers = await Promise.all(
      [preparing, preparingOf(connect()), preparing].map((one) => one.prepare(of)),
    );
    const first = await preparing.prepare(of);
    expect(first).toMatchObject({ kind: 'ready', isAuthorised: false });
    for (const answer of answers) {
      expect(answer).toEqual(first);
    }
    const own = intentsOf(of);
    expect(own).toMatchObject([
      { amount: 1_999, currency: 'eur', captureMethod: 'manual', metadata: { sale: of.saleId } },
    ]);
  });

  test('finds the intent whose answer was lost instead of making a second one', async () => {
    const of = hold();
    fake.fault('lost', { method: 'POST', path: /payment_intents$/ });
    expect(await preparing.prepare(of)).toEqual({ kind: 'unknown' });
    const { intentId } = await prepared(of);
    const own = intentsOf(of);
    expect(own.map(({ id }) => id)).toEqual([intentId]);
  });

  test.each(['failed', 'busy'] as const)(
    'goes on after the provider has answered %s',
    async (fault) => {
      const of = hold();
      fake.fault(fault, { method: 'POST' });
      expect(await preparing.prepare(of)).toEqual({ kind: 'unknown' });
      expect(await preparing.prepare(of)).toMatchObject({ kind: 'ready' });
    },
  );

  test('says nothing about the buyer to the provider that could be read back', async () => {
    const of = hold();
    const { intentId } = await prepared(of);
    const told = JSON.stringify(fake.provider.intents.get(intentId));
    expect(told).not.toContain(of.buyer);
    expect(told).not.toContain('ann@example.org');
  });
});

describe('an attempt at Stripe', () => {
  test('takes a payment that the buyer authorised, captures it once and refunds it once', async () => {
    const { intentId, request, key } = await authorised();
    expect(await payment.authorise(request)).toEqual({
      kind: 'authorised',
      authorisationId: intentId,
    });
    expect(await payment.authorise(request)).toMatchObject({ kind: 'authorised' });
    expect(await payment.openAuthorisations(key.saleId)).toContainEqual(
      expect.objectContaining({ attempt: key.attempt }),
    );
    expect(statusOf(intentId)).toBe('requires_capture');
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.cancel(key)).toEqual({ kind: 'already_captured' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(fake.provider.intents.get(intentId)?.refunds).toMatchObject([{ amount: 1_999 }]);
  });

  test('needs no token: it takes the newest payment of the buyer', async () => {
    const { request } = await authorised();
    expect(await payment.authorise({ ...request, token: 'ok' })).toMatchObject({
      kind: 'authorised',
    });
  });

  test('is declined, and binds nothing, before the buyer has authorised the payment', async () => {
    const of = hold();
    const { paymentId, intentId } = await prepared(of);
    const request = attemptOf(of, paymentId);
    expect(await payment.authorise(request)).toMatchObject({ kind: 'declined' });
    fake.provider.authorise(intentId, 'three_d_secure');
    expect(await payment.authorise(request)).toMatchObject({ kind: 'declined' });
    fake.provider.finishThreeDSecure(intentId, false);
    fake.provider.authorise(intentId, 'declined');
    expect(await payment.authorise(request)).toMatchObject({ kind: 'declined' });
    fake.provider.authorise(intentId);
    expect(await payment.authorise(request)).toMatchObject({ kind: 'authorised' });
  });

  test.each([
    ['amount', { amount: 1 }],
    ['currency', { currency: 'USD' }],
    ['sale', { saleId: '65a000000000000000000002' }],
    ['buyer', { buyer: 'g-other' }],
  ])('is declined when the %s is not that of the payment', async (_, change) => {
    const { request, paymentId } = await authorised();
    expect(await payment.authorise({ ...request, ...change })).toMatchObject({ kind: 'declined' });
    expect((await db.preparedPayments.find(paymentId))?.state).toBe('open');
  });

  test('is declined when the intent was changed at the provider', async () => {
    for (const change of [
      { amount: 1 },
      { metadata: {} },
      { captureMethod: 'automatic' },
    ] as const) {
      const { request, intentId } = await authorised();
      Object.assign(fake.provider.intents.get(intentId) ?? {}, change);
      expect(await payment.authorise(request)).toMatchObject({ kind: 'declined' });
    }
  });

  test('shares a payment with no other attempt', async () => {
    const { request } = await authorised();
    const both = [request, { ...request, attempt: request.attempt + 1 }];
    const answers = await Promise.all(both.map((one) => payment.authorise(one)));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['authorised', 'declined']);
  });

  test('stays undecided, not declined, when the provider does not answer', async () => {
    const { request } = await authorised();
    fake.fault('failed', { method: 'GET' });
    await expect(payment.authorise(request)).rejects.toThrow();
    expect(await payment.authorise(request)).toMatchObject({ kind: 'authorised' });
  });

  test('that was voided cancels the payment, and the hold gets another one', async () => {
    const { of, request, key, intentId, paymentId } = await authorised();
    await payment.authorise(request);
    expect(await preparing.prepare(of)).toEqual({ kind: 'taken' });
    expect(await payment.cancel(key)).toEqual({ kind: 'cancelled' });
    expect(await payment.cancel(key)).toEqual({ kind: 'cancelled' });
    expect(statusOf(intentId)).toBe('canceled');
    expect(await payment.capture(key)).toMatchObject({ kind: 'failed' });
    const next = await prepared(of);
    expect(next.paymentId).not.toBe(paymentId);
    expect(next.intentId).not.toBe(intentId);
  });

  test('captures although the first answer was lost', async () => {
    const { request, key, intentId } = await authorised();
    await payment.authorise(request);
    fake.fault('lost', { path: /capture$/ });
    expect(await payment.capture(key)).toEqual({ kind: 'pending' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(statusOf(intentId)).toBe('succeeded');
  });

  test('says that the capture failed for good once the authorisation has ended at the provider', async () => {
    const { request, key, intentId } = await authorised();
    await payment.authorise(request);
    fake.provider.expire(intentId);
    expect(await payment.capture(key)).toMatchObject({ kind: 'failed' });
  });

  test('refunds what is left when a part was given back by hand', async () => {
    const { request, key, intentId } = await authorised();
    await payment.authorise(request);
    await payment.capture(key);
    fake.provider.byHand.refund(intentId, 500);
    fake.fault('lost', { method: 'POST', path: /refunds/ });
    expect(await payment.refund(key)).toEqual({ kind: 'pending' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(fake.provider.intents.get(intentId)?.refunds.map(({ amount }) => amount)).toEqual([
      500, 1_499,
    ]);
  });

  test('that was captured is not cancelled, and says so also once it was refunded', async () => {
    const { request, key, intentId } = await authorised();
    await payment.authorise(request);
    await payment.capture(key);
    expect(await payment.cancel(key)).toEqual({ kind: 'already_captured' });
    await payment.refund(key);
    expect(await payment.cancel(key)).toEqual({ kind: 'already_captured' });
    expect(statusOf(intentId)).toBe('succeeded');
  });

  test('is not refunded unless it was captured, here and at the provider', async () => {
    const { request, key, intentId } = await authorised();
    await payment.authorise(request);
    expect(await payment.refund(key)).toMatchObject({ kind: 'failed' });
    await payment.cancel(key);
    expect(await payment.refund(key)).toMatchObject({ kind: 'failed' });
    expect(fake.provider.intents.get(intentId)?.refunds).toEqual([]);
  });

  test('is found again at the provider, with what became of it', async () => {
    const { request, key, intentId, of } = await authorised();
    await payment.authorise(request);
    expect(await payment.openAuthorisations(of.saleId)).toContainEqual({
      ...{ ...key, authorisationId: intentId, amount: of.amount, currency: of.currency },
    });
    await payment.capture(key);
    fake.provider.byHand.refund(intentId, 500);
    const { saleId, amount } = of;
    const found = { intentId, saleId, state: 'captured', amount, refunded: 500 };
    expect(await payment.find(key)).toMatchObject(found);
    expect(await payment.look(intentId)).toMatchObject(found);
    const listed: unknown[] = [];
    for await (const one of payment.list(of.saleId, 0)) {
      listed.push(one);
    }
    expect(listed).toContainEqual(expect.objectContaining(found));
    expect(await payment.find({ ...key, attempt: 43 })).toBeNull();
  });

  test('of a free sale asks no provider', async () => {
    const of = hold();
    const request = { ...attemptOf(of, 'ok'), amount: 0 };
    const key = { saleId: of.saleId, attempt: request.attempt };
    const before = fake.calls.length;
    expect(await payment.authorise(request)).toMatchObject({ kind: 'authorised' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(fake.calls.length).toBe(before);
  });

  test('from before Stripe was chosen is finished by the sandbox', async () => {
    const sandbox = choosePayment({
      stripe: null,
      sandbox: db.sandboxPayments,
      prepared: db.preparedPayments,
    });
    const request = attemptOf(hold(), 'ok');
    const key = { saleId: request.saleId, attempt: request.attempt };
    await sandbox.authorise(request);
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
  });
});

test('a process that is set to the sandbox beside one with Stripe leaves payments of Stripe undecided', async () => {
  const sandbox = choosePayment({
    stripe: null,
    sandbox: db.sandboxPayments,
    prepared: db.preparedPayments,
  });
  const { request, key, intentId } = await authorised();
  await payment.authorise(request);
  expect(await sandbox.capture(key)).toEqual({ kind: 'pending' });
  expect(await payment.capture(key)).toEqual({ kind: 'captured' });
  expect(await sandbox.refund(key)).toEqual({ kind: 'pending' });
  expect(statusOf(intentId)).toBe('succeeded');
  const unknown = { ...key, attempt: 42 };
  expect(await sandbox.capture(unknown)).toMatchObject({ kind: 'failed' });
});

describe('a payment that will not be ordered', () => {
  test('is cancelled at the provider, authorised or not, and forgets who it was for', async () => {
    for (const isUsed of [false, true]) {
      const { paymentId, intentId } = await prepared(hold());
      if (isUsed) {
        fake.provider.authorise(intentId);
      }
      expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
      expect(statusOf(intentId)).toBe('canceled');
      expect(await db.preparedPayments.find(paymentId)).toMatchObject({
        state: 'cancelled',
        person: null,
        checkAt: null,
      });
    }
  });

  test('is found at the provider although the answer to its creation never came', async () => {
    const of = hold();
    fake.fault('lost', { method: 'POST' });
    await preparing.prepare(of);
    const stored = await db.preparedPayments.newest(of.saleId, of.buyer);
    expect(stored).toMatchObject({ state: 'creating', intentId: null });
    expect(await preparing.release(stored?.id ?? '')).toEqual({ kind: 'cancelled' });
    const own = intentsOf(of);
    expect(own).toMatchObject([{ status: 'canceled' }]);
  });

  test('is cancelled in a later round when its creation was answered first to no process and then with a failure', async () => {
    const of = hold();
    fake.fault('lost', { method: 'POST' });
    const paymentId = await undecided(of);
    fake.fault('failed', { method: 'POST' });
    expect(await preparing.release(paymentId)).toEqual({ kind: 'pending' });
    expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
    expect(intentsOf(of)).toMatchObject([{ status: 'canceled' }]);
  });

  test('is cancelled when the provider made it and answers only a failure to its key', async () => {
    const of = hold();
    fake.fault('failed late', { method: 'POST' });
    const paymentId = await undecided(of);
    expect(intentsOf(of)).toMatchObject([{ status: 'requires_payment_method' }]);
    expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
    expect(intentsOf(of)).toMatchObject([{ status: 'canceled' }]);
  });

  test('is over when the provider never made it and answers only a failure to its key', async () => {
    const of = hold();
    fake.fault('failed', { method: 'POST' });
    const paymentId = await undecided(of);
    expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
    expect((await db.preparedPayments.find(paymentId))?.state).toBe('cancelled');
    expect(intentsOf(of)).toEqual([]);
  });

  test('waits for the provider, and no attempt can take it meanwhile', async () => {
    const { request, paymentId, intentId } = await authorised();
    fake.fault('failed', { path: /cancel$/ });
    expect(await preparing.release(paymentId)).toEqual({ kind: 'pending' });
    expect(await payment.authorise(request)).toMatchObject({ kind: 'declined' });
    expect(statusOf(intentId)).toBe('requires_capture');
    expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
    expect(statusOf(intentId)).toBe('canceled');
  });

  test('that was captured by hand is refunded', async () => {
    const { paymentId, intentId } = await authorised();
    fake.provider.byHand.capture(intentId);
    expect(await preparing.release(paymentId)).toEqual({ kind: 'refunded' });
    expect(fake.provider.intents.get(intentId)?.refunds).toMatchObject([{ amount: 1_999 }]);
  });

  test('that was cancelled by hand at the provider is over, and the hold gets another one', async () => {
    const of = hold();
    const { paymentId, intentId } = await prepared(of);
    fake.provider.byHand.cancel(intentId);
    expect(await preparing.prepare(of)).toEqual({ kind: 'over' });
    expect(await preparing.release(paymentId)).toEqual({ kind: 'cancelled' });
    expect((await prepared(of)).intentId).not.toBe(intentId);
  });

  test('is left alone once an attempt has taken it', async () => {
    const { request, paymentId, intentId } = await authorised();
    await payment.authorise(request);
    expect(await preparing.release(paymentId)).toEqual({ kind: 'taken' });
    expect(statusOf(intentId)).toBe('requires_capture');
  });
});
