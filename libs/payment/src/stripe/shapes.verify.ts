import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '@flash/database';
import {
  createFakeProvider,
  endWithMe,
  type FakeAnswer,
  type FakeRequest,
  type FakeStripe,
  findFreePort,
  startFakeStripe,
  testDatabaseUri,
  waitFor,
} from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePayment } from '../choose.ts';

let db: Database;
let fake: FakeStripe;
let mock: ChildProcess;
let mockUrl: string;
const exchanges: { request: FakeRequest; answer: FakeAnswer }[] = [];
beforeAll(async () => {
  const port = await findFreePort();
  mock = spawn(findStripeMock(), ['-http-port', String(port)], { stdio: 'ignore' });
  endWithMe(mock);
  mockUrl = `http://127.0.0.1:${port}`;
  await waitFor(() => fetch(mockUrl), { timeoutMs: 30_000, what: 'stripe-mock' });
  const provider = createFakeProvider();
  const { handle } = provider;
  provider.handle = (request) => {
    const answer = handle(request);
    exchanges.push({ request, answer });
    return answer;
  };
  fake = await startFakeStripe({ provider });
  db = await connectDatabase(testDatabaseUri());
  await db.ensureIndexes();
}, 1_800_000);
afterAll(async () => {
  mock.kill();
  await fake.close();
  await db.db.dropDatabase();
  await db.close();
});

/** Builds it with Go where there is none. */
function findStripeMock(): string {
  const programs = fileURLToPath(
    new URL('../../../../tools/engines/programs.mjs', import.meta.url),
  );
  const output = execFileSync(process.execPath, [programs, 'stripe-mock'], { encoding: 'utf8' });
  return output.trim().split('\n').at(-1) ?? '';
}

/** Every call that is made of the provider, each at least once. */
async function useAll(): Promise<void> {
  const payment = choosePayment({
    stripe: fake.settings,
    sandbox: db.sandboxPayments,
    prepared: db.preparedPayments,
  });
  const { preparing } = payment;
  const saleId = '65a000000000000000000001';
  for (const [fence, end] of [
    [1_000_000_001, 'ordered'],
    [1_000_000_003, 'voided'],
    [1_000_000_005, 'unused'],
  ] as const) {
    const of = { saleId, buyer: `g${fence}`, seq: fence, fence, amount: 1_999, currency: 'EUR' };
    const ready = await preparing?.prepare({ ...of, person: null, checkAt: 0 });
    if (ready?.kind !== 'ready' || !preparing) {
      throw new Error(`prepare: ${ready?.kind}`);
    }
    const stored = await db.preparedPayments.find(ready.paymentId);
    const key = { saleId, attempt: fence + 1 };
    if (end === 'unused') {
      await preparing.release(ready.paymentId);
      continue;
    }
    fake.provider.authorise(stored?.intentId ?? '');
    await payment.authorise({ ...of, ...key, token: ready.paymentId });
    if (end === 'voided') {
      await payment.cancel(key);
      continue;
    }
    await payment.capture(key);
    fake.provider.byHand.dispute(stored?.intentId ?? '');
    await preparing.facts({ intentId: stored?.intentId ?? '' });
    await payment.refund(key);
  }
  for await (const listed of payment.list(saleId, 0)) {
    expect(listed.saleId).toBe(saleId);
  }
}

test("stripe-mock takes each request that is made of Stripe, and the fake answers in its answers' shape", async () => {
  await useAll();
  const names = new Set(exchanges.map(({ request }) => nameOf(request)));
  expect([...names].sort()).toEqual([
    'GET /v1/disputes',
    'GET /v1/payment_intents',
    'GET /v1/payment_intents/:id',
    'GET /v1/refunds',
    'POST /v1/payment_intents',
    'POST /v1/payment_intents/:id/cancel',
    'POST /v1/payment_intents/:id/capture',
    'POST /v1/refunds',
  ]);
  // It does look: a name that Stripe does not know is refused.
  const [created] = exchanges.filter(({ request }) => request.body.includes('capture_method'));
  const misspelt = created?.request.body.replace('capture_method', 'capture_methods') ?? '';
  expect(created && (await askMock({ ...created.request, body: misspelt })).status).toBe(400);
  const faults: string[] = [];
  for (const { request, answer } of exchanges) {
    const theirs = await askMock(request);
    const name = nameOf(request);
    if (theirs.status !== answer.status) {
      faults.push(`${name}: ${theirs.status} ${JSON.stringify(theirs.body)}`);
    } else {
      faults.push(...differences(name, answer.body, theirs.body));
    }
  }
  expect(faults).toEqual([]);
});

const nameOf = ({ method, path }: FakeRequest) =>
  `${method} ${path.split('?')[0]?.replace(/pi_\w+/, ':id')}`;

async function askMock({ method, path, headers, body }: FakeRequest): Promise<FakeAnswer> {
  const sent = await fetch(`${mockUrl}${path}`, {
    method,
    headers: {
      authorization: headers.authorization ?? '',
      'content-type': 'application/x-www-form-urlencoded',
    },
    ...(method === 'POST' && { body }),
  });
  return { status: sent.status, body: (await sent.json()) as Record<string, unknown> };
}

/** What the fake answers with a name or a type that the provider does not have. Null stands for any type. */
function differences(at: string, ours: unknown, theirs: unknown): string[] {
  if (ours === null || theirs === null) {
    return [];
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.length > 0 && theirs.length > 0 ? differences(`${at}[]`, ours[0], theirs[0]) : [];
  }
  if (typeof ours !== 'object' || typeof theirs !== 'object') {
    return typeof ours === typeof theirs
      ? []
      : [`${at} is a ${typeof ours}, theirs a ${typeof theirs}`];
  }
  // Free in its names.
  if (at.endsWith('.metadata')) {
    return [];
  }
  return Object.entries(ours).flatMap(([name, value]) => {
    return name in theirs
      ? differences(`${at}.${name}`, value, (theirs as Record<string, unknown>)[name])
      : [`${at}.${name} is not in their answer`];
  });
}
