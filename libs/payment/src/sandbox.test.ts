import { describe, expect, test } from 'vitest';
import { createMemoryStore, createSandbox } from './sandbox.ts';

const key = { saleId: '65a000000000000000000001', attempt: 1_000_000_001 };

function request(token: string, attempt = key.attempt) {
  return { ...key, attempt, amount: 1_999, currency: 'EUR', token, buyer: 'g1' };
}

/** Waits end when the test says so. */
function build() {
  const waits: { ms: number; end: () => void }[] = [];
  const wait = (ms: number) => new Promise<void>((end) => waits.push({ ms, end }));
  return { payment: createSandbox({ store: createMemoryStore(), wait }), waits };
}

describe('sandbox payment provider', () => {
  test('authorises once per key: a repeated request gets the first answer, whatever it brings', async () => {
    const { payment } = build();
    const first = await payment.authorise(request('ok'));
    expect(first).toMatchObject({ kind: 'authorised' });
    expect(await payment.authorise(request('ok'))).toEqual(first);
    expect(await payment.authorise(request('decline'))).toEqual(first);
    expect(await payment.openAuthorisations(key.saleId)).toHaveLength(1);
  });

  test('declines on request and for tokens it does not know', async () => {
    const { payment } = build();
    expect(await payment.authorise(request('decline'))).toMatchObject({ kind: 'declined' });
    expect(await payment.authorise(request('4242', 2))).toMatchObject({ kind: 'declined' });
  });

  test('never authorises a key that was cancelled before it was known', async () => {
    const { payment } = build();
    expect(await payment.cancel(key)).toEqual({ kind: 'cancelled' });
    expect(await payment.authorise(request('ok'))).toMatchObject({ kind: 'declined' });
    expect(await payment.capture(key)).toMatchObject({ kind: 'failed' });
    expect(await payment.openAuthorisations(key.saleId)).toEqual([]);
  });

  test('a late authorise loses against the cancel that overtook it', async () => {
    const { payment, waits } = build();
    const late = payment.authorise(request('late'));
    expect(waits[0]?.ms).toBeGreaterThan(5_000);
    await payment.cancel(key);
    waits[0]?.end();
    expect(await late).toMatchObject({ kind: 'declined' });
  });

  test('a lost answer leaves an authorisation that can be found and cancelled', async () => {
    const { payment, waits } = build();
    const lost = payment.authorise(request('lost'));
    await expect.poll(() => waits.length).toBe(1);
    expect(await payment.openAuthorisations(key.saleId)).toMatchObject([{ attempt: key.attempt }]);
    waits[0]?.end();
    expect(await lost).toEqual({ kind: 'unknown' });
    expect(await payment.cancel(key)).toEqual({ kind: 'cancelled' });
  });

  test('a slow answer is still the answer', async () => {
    const { payment, waits } = build();
    const slow = payment.authorise(request('slow'));
    waits[0]?.end();
    expect(await slow).toMatchObject({ kind: 'authorised' });
  });

  test('captured money is given back once and never cancelled', async () => {
    const { payment } = build();
    await payment.authorise(request('ok'));
    expect(await payment.refund(key)).toMatchObject({ kind: 'failed' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
    expect(await payment.cancel(key)).toEqual({ kind: 'already_captured' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(await payment.refund(key)).toEqual({ kind: 'refunded' });
    expect(await payment.capture(key)).toEqual({ kind: 'captured' });
  });

  test('lists what became of each payment, as a provider would', async () => {
    const { payment } = build();
    const { saleId } = key;
    for (const [token, attempt] of [
      ['ok', 1],
      ['ok', 2],
      ['ok', 3],
      ['decline', 4],
    ] as const) {
      await payment.authorise(request(token, attempt));
    }
    await payment.capture({ saleId, attempt: 2 });
    await payment.capture({ saleId, attempt: 3 });
    await payment.refund({ saleId, attempt: 3 });
    const listed: unknown[] = [];
    for await (const { attempt, state, refunded } of payment.list(saleId, 0)) {
      listed.push([attempt, state, refunded]);
    }
    expect(listed).toEqual([
      [1, 'authorised', 0],
      [2, 'captured', 0],
      [3, 'captured', 1_999],
      [4, 'cancelled', 0],
    ]);
    const intentId = `sandbox_${saleId}_3`;
    const refunded = { intentId, attempt: 3, refunded: 1_999 };
    expect(await payment.find({ saleId, attempt: 3 })).toMatchObject(refunded);
    expect(await payment.look(intentId)).toMatchObject(refunded);
    expect(await payment.look('pi_of_another_provider')).toBeNull();
    expect(await payment.find({ saleId, attempt: 5 })).toBeNull();
  });
});
