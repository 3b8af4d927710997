import { randomUUID } from 'node:crypto';
import type { Sale } from '@flash/database';
import { keysOf, rulesOf } from '@flash/reservation';
import { confirmAnswer } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import {
  type Browser,
  createBrowser,
  openSale,
  serve,
  someone,
  store,
} from '../../testing/shop.ts';

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ isReplayed: true });
});
afterAll(() => t.close());

async function holder(sale: Sale): Promise<Browser> {
  const ann = createBrowser(t, someone());
  await ann.buy(sale);
  await serve(t.deps, sale.id);
  return ann;
}

const snapshot = (sale: Sale) => t.deps.engine.snapshot(sale.id);
const buyerOf = async (sale: Sale, who: Browser) => {
  const ticket = t.deps.tickets.read(who.ticket(sale));
  if (!ticket) {
    throw new Error('no ticket');
  }
  return ticket.buyer;
};

describe('confirming', () => {
  test('makes one order, and answers the same on every repetition', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const first = await ann.confirm(sale, {
      body: { contact: { name: 'Ann' }, totalAmount: 0.01 },
    });
    expect(first.statusCode).toBe(200);
    expect(confirmAnswer.parse(first.json())).toMatchObject({
      ok: true,
      unit: 1,
      totalAmount: 19.99,
      totalAmountMinor: 1_999,
    });
    expect((await ann.confirm(sale)).body).toBe(first.body);
    const order = await t.deps.db.orders.byId(first.json().orderId);
    expect(order).toMatchObject({ email: ann.email, amount: 1_999, contact: { name: 'Ann' } });
    expect(await snapshot(sale)).toMatchObject({ sold: 1, held: 0, claimed: 0 });
    expect((await ann.position(sale)).json()).toMatchObject({
      state: 'sold',
      status: 'none',
      orderId: order?.id,
      totalAmountMinor: 1_999,
    });
  });

  test('needs no payment to be prepared with the sandbox, and says so', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const answer = await ann.post('/orders/payment', sale);
    expect(answer.json()).toMatchObject({
      provider: 'sandbox',
      paymentId: null,
      clientSecret: null,
      publishableKey: null,
      totalAmountMinor: 1_999,
    });
    expect((await ann.confirm(sale)).statusCode).toBe(200);
  });

  test('makes one order of a hundred presses at once, with one answer', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ann.confirm(sale)));
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(200);
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(1);
    expect((await t.deps.db.sales.get(sale.id))?.currentQuantity).toBe(9);
  });

  test('answers the other process the same while the first one works', async () => {
    const other = await buildTestApp({ env: { mongoUri: t.deps.env.mongoUri } });
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const there = createBrowser(other, ann.email);
    there.takeTicket(sale, ann.ticket(sale));
    const answers = await Promise.all([
      ann.confirm(sale, { body: { paymentToken: 'slow' } }),
      there.confirm(sale, { body: { paymentToken: 'slow' } }),
    ]);
    expect(answers[0].statusCode).toBe(200);
    expect(answers[1].body).toBe(answers[0].body);
    await other.app.close();
    await other.deps.close();
  });

  test('keeps the hold of a buyer whose payment was declined, with its time and price', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const before = (await ann.position(sale)).json();
    const declined = await ann.confirm(sale, { body: { paymentToken: 'decline' } });
    expect(declined.statusCode).toBe(402);
    expect(declined.json().code).toBe('PAYMENT_DECLINED');
    const after = (await ann.position(sale)).json();
    expect(after).toMatchObject({
      state: 'held',
      fence: before.fence,
      expiresAt: before.expiresAt,
    });
    expect((await ann.confirm(sale)).statusCode).toBe(200);
  });

  test('takes the price of the hold, not the one of now', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const rules = { ...rulesOf(sale), price: 9_999, version: sale.version + 1 };
    await t.deps.engine.rules(sale.id, rules);
    expect((await ann.confirm(sale)).json().totalAmountMinor).toBe(1_999);
  });

  test('refuses a buyer who has no hold, another hold, or one that ran out', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1, holdTtlSeconds: 5 });
    const ann = await holder(sale);
    const waiting = createBrowser(t, someone());
    await waiting.buy(sale);
    expect((await waiting.confirm(sale)).json()).toMatchObject({ status: 403, code: 'NO_HOLD' });
    const { fence } = (await ann.position(sale)).json();
    // The engine counts to 10^14.
    const never = [{ fence: 1e14 }, { holdId: '100000000000000' }];
    const others = [{ fence: fence + 1 }, { holdId: String(fence + 1) }, { holdId: 'other' }];
    for (const body of [...others, ...never]) {
      expect((await ann.confirm(sale, { body })).json()).toMatchObject({
        status: 403,
        code: 'WRONG_HOLD',
      });
    }
    await vi.waitFor(async () => expect((await ann.position(sale)).json().state).toBe('expired'), {
      timeout: 8_000,
      interval: 200,
    });
    expect((await ann.confirm(sale)).json()).toMatchObject({ status: 410, code: 'HOLD_EXPIRED' });
    await t.deps.engine.sweep(sale.id, { max: 100 });
    await store(t.deps, sale.id);
    expect((await ann.confirm(sale)).json()).toMatchObject({ status: 410, code: 'HOLD_EXPIRED' });
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'expired', status: 'none' });
    expect((await ann.buy(sale)).json()).toMatchObject({ state: 'waiting', position: 2 });
  });

  test('lets the right fence through, under either name', async () => {
    const sale = await openSale(t.deps);
    const [ann, bob] = [await holder(sale), await holder(sale)];
    const hold = (await ann.position(sale)).json();
    expect((await ann.confirm(sale, { body: { fence: hold.fence } })).statusCode).toBe(200);
    const { holdId } = (await bob.position(sale)).json();
    expect((await bob.confirm(sale, { body: { holdId } })).statusCode).toBe(200);
  });

  test('refuses another body under the same key, and repeats what it said', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const headers = { 'idempotency-key': 'pay-1' };
    const first = await ann.confirm(sale, { headers });
    expect((await ann.confirm(sale, { headers })).body).toBe(first.body);
    const other = await ann.confirm(sale, { headers, body: { contact: { name: 'Bob' } } });
    expect(other.statusCode).toBe(422);
  });

  test('captures after the answer and says so on the order', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const { orderId } = (await ann.confirm(sale)).json();
    await t.deps.purchase.idle();
    expect((await t.deps.db.orders.byId(orderId))?.payment).toBe('captured');
  });
});

describe('an outcome that is not known', () => {
  test('is called pending, never failed, and comes to an end that both stores agree on', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const lost = await ann.confirm(sale, { body: { paymentToken: 'lost' } });
    expect(lost.statusCode).toBe(503);
    expect(lost.json().code).toBe('CONFIRM_PENDING');
    expect(Number(lost.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'claimed', status: 'ready' });
  }, 20_000);

  test('waits for a late provider in the background, whatever becomes of the host clock, and the next press gets the order', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    let setBackMs = 0;
    const clock = { now: () => Date.now() - setBackMs };
    const elsewhere = await buildTestApp({ env: { mongoUri: t.deps.env.mongoUri }, clock });
    onTestFinished(async () => {
      await elsewhere.app.close();
      await elsewhere.deps.close();
    });
    const there = createBrowser(elsewhere, ann.email);
    there.takeTicket(sale, ann.ticket(sale));
    const first = ann.confirm(sale, { body: { paymentToken: 'late' } });
    await vi.waitFor(async () => expect(await snapshot(sale)).toMatchObject({ claimed: 1 }));
    const second = there.confirm(sale, { body: { paymentToken: 'late' } });
    setTimeout(() => {
      setBackMs = 3_600_000;
    }, 500);
    for (const late of await Promise.all([first, second])) {
      expect(late.json()).toMatchObject({ status: 503, code: 'CONFIRM_PENDING' });
    }
    const again = await ann.confirm(sale);
    expect(again.statusCode).toBe(200);
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(1);
  }, 20_000);

  test('loses to the void that a resolver wrote, and the hold can be paid for after all', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const buyer = await buyerOf(sale, ann);
    // A process that died after its claim: the lease lapses, the resolver writes the void.
    const claim = await t.deps.engine.claim(sale.id, { buyer, token: 'dead', leaseMs: 200 });
    if (claim.kind !== 'claimed') {
      throw new Error(claim.kind);
    }
    const { attempt, epoch } = claim;
    await vi.waitFor(async () => {
      const swept = await t.deps.engine.sweep(sale.id, { max: 10 });
      expect(swept).toMatchObject({ lapsed: [{ buyer, attempt }] });
    });
    const pressed = ann.confirm(sale);
    await t.deps.db.orders.insertVoid({ saleId: sale.id, fence: attempt, epoch, buyer });
    await t.deps.engine.void(sale.id, { buyer, attempt });
    expect((await pressed).statusCode).toBe(200);
    expect(await snapshot(sale)).toMatchObject({ sold: 1, claimed: 0, held: 0 });
  });

  test('finds its own order when the process died before it could settle', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const settle = vi.spyOn(t.deps.engine, 'settle').mockRejectedValue(new Error('cut'));
    const first = await ann.confirm(sale);
    settle.mockRestore();
    expect(first.statusCode).toBe(200);
    expect(await snapshot(sale)).toMatchObject({ claimed: 1, sold: 0 });
    const order = await t.deps.db.orders.byId(first.json().orderId);
    if (!order) {
      throw new Error('no order');
    }
    const { buyer, unit, fence, id } = order;
    await t.deps.engine.settle(sale.id, { buyer, unit, attempt: fence, orderId: id });
    expect((await ann.confirm(sale)).body).toBe(first.body);
    expect(await snapshot(sale)).toMatchObject({ claimed: 0, sold: 1 });
  });

  test('ends at once when a live order of this buyer stands in the way: that order is the answer', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const ticket = t.deps.tickets.read(ann.ticket(sale));
    if (!ticket) {
      throw new Error('no ticket');
    }
    const { buyer, seq } = ticket;
    const own = { saleId: sale.id, epoch: 1, buyer, unit: 1, seq, fence: 1_000_000_900 };
    const money = { amount: 1_999, currency: 'EUR' };
    const order = { ...own, ...money, email: ann.email, contact: null };
    const stored = await t.deps.db.committer.commit(order);
    if (stored.kind !== 'committed') {
      throw new Error(stored.kind);
    }
    const answer = await ann.confirm(sale);
    expect(answer.json()).toMatchObject({ ok: true, orderId: stored.order.id });
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(1);
    expect(await snapshot(sale)).toMatchObject({ sold: 1, claimed: 0, held: 0, free: 9 });
  });

  test('answers from the record when Redis was lost after the purchase', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const first = await ann.confirm(sale);
    await t.deps.engine.mark(sale.id, 2);
    expect((await ann.confirm(sale)).body).toBe(first.body);
    const bob = createBrowser(t, someone());
    const refused = await bob.buy(sale);
    expect(refused.json()).toMatchObject({ status: 503, code: 'RESTORING' });
    expect(refused.headers['retry-after']).toBeDefined();
  });

  test('still shows the place while the line is restored', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    await holder(sale);
    const bob = createBrowser(t, someone());
    await bob.buy(sale);
    await t.deps.engine.mark(sale.id, 2);
    const seen = await vi.waitFor(async () => {
      const answer = await bob.position(sale);
      expect(answer.json().state).toBe('paused');
      return answer;
    });
    expect(seen.statusCode).toBe(200);
    expect(seen.json()).toMatchObject({ status: 'queued', hasActiveHold: false });
    expect(seen.json().pause.reason).toContain('restored');
    expect((await bob.confirm(sale)).json()).toMatchObject({ status: 503 });
  });
});

describe('giving back and extending', () => {
  test('gives the unit to the next in line at once', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const ann = await holder(sale);
    const bob = createBrowser(t, someone());
    expect((await bob.buy(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
    expect((await ann.leave(sale)).json()).toMatchObject({ gave: 'hold' });
    await serve(t.deps, sale.id);
    expect((await bob.position(sale)).json()).toMatchObject({ state: 'held', unit: 1 });
  });

  test('extends as often as the sale allows', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const before = (await ann.position(sale)).json();
    const extended = await ann.extend(sale);
    expect(extended.statusCode).toBe(200);
    expect(Date.parse(extended.json().expiresAt) - Date.parse(before.expiresAt)).toBe(300_000);
    expect(extended.json()).toMatchObject({ extensionsLeft: 0 });
    expect((await ann.extend(sale)).json()).toMatchObject({
      status: 409,
      code: 'NO_EXTENSION_LEFT',
    });
  });

  test('does not take back what is paid for', async () => {
    const sale = await openSale(t.deps);
    const ann = await holder(sale);
    const { orderId } = (await ann.confirm(sale)).json();
    expect((await ann.leave(sale)).json()).toMatchObject({ code: 'ALREADY_BOUGHT', orderId });
  });
});

describe('a payment whose sale goes away under it', () => {
  test.each([
    ['is deleted', (sale: Sale) => t.deps.db.sales.remove(sale.id, sale)],
    ['is restored', (sale: Sale) => t.deps.db.sales.raiseEpoch(sale.id, 1, Date.now())],
  ] as const)(
    'when the sale %s, makes no order and leaves no money reserved',
    async (_how, act) => {
      const sale = await openSale(t.deps);
      const ann = await holder(sale);
      const paying = ann.confirm(sale, { body: { paymentToken: 'slow' } });
      await vi.waitFor(async () => expect(await snapshot(sale)).toMatchObject({ claimed: 1 }));
      await act(sale);
      const answer = await paying;
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'RESTORING']);
      await vi.waitFor(async () =>
        expect(await t.deps.payment.openAuthorisations(sale.id)).toEqual([]),
      );
      // Recorded only after the provider has confirmed it.
      await vi.waitFor(async () =>
        expect(await t.deps.db.orders.byFence(sale.id, 1_000_000_002)).toMatchObject({
          kind: 'void',
          payment: 'cancelled',
        }),
      );
      expect(await t.deps.db.orders.countLive(sale.id)).toBe(0);
    },
  );
});

describe('payments that are declined again and again', () => {
  test('have to wait after five of one hold, and end it with the sixth', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const ann = await holder(sale);
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const decline = (extra = {}) =>
      ann.confirm(sale, { body: { paymentToken: 'decline' }, ...extra });
    const first = await decline(key);
    expect(first.json()).toMatchObject({ status: 402, code: 'PAYMENT_DECLINED' });
    expect(first.headers['retry-after']).toBeUndefined();
    // The same key is the same attempt: told again and not counted.
    for (let i = 0; i < 9; i += 1) {
      expect((await decline(key)).statusCode).toBe(402);
    }
    for (let i = 2; i <= 4; i += 1) {
      expect((await decline()).headers['retry-after']).toBeUndefined();
    }
    const fifth = await decline();
    expect(fifth.json()).toMatchObject({ status: 402, code: 'PAYMENT_DECLINED' });
    expect(Number(fifth.headers['retry-after'])).toBeGreaterThan(25);
    const authorise = vi.spyOn(t.deps.payment, 'authorise');
    for (const pay of [decline, () => ann.confirm(sale)]) {
      const early = await pay();
      expect(early.json()).toMatchObject({ status: 402, code: 'PAYMENT_DECLINED' });
      expect(Number(early.headers['retry-after'])).toBeGreaterThan(20);
    }
    expect(authorise).not.toHaveBeenCalled();
    authorise.mockRestore();
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'held' });

    // The wait is over.
    const { holds } = keysOf(sale.id);
    const buyer = await buyerOf(sale, ann);
    const raw = (await t.deps.redis.hget(holds, buyer)) ?? '';
    await t.deps.redis.hset(holds, buyer, raw.replace(/\.5\.\d+$/, '.5.1'));
    const last = await decline();
    expect(last.json()).toMatchObject({ status: 410, code: 'HOLD_EXPIRED' });
    expect(last.json().detail).toMatch(/declined/);
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'expired' });
    expect(await snapshot(sale)).toMatchObject({ free: 1, held: 0, claimed: 0 });
  });
});

describe('a ticket of an earlier place of the same e-mail', () => {
  test('neither touches the place of its next owner nor learns what became of the payment', async () => {
    const sale = await openSale(t.deps);
    const squatter = createBrowser(t, someone());
    await squatter.buy(sale);
    await squatter.leave(sale);
    const owner = createBrowser(t, squatter.email);
    await owner.buy(sale);
    await serve(t.deps, sale.id);
    const before = await snapshot(sale);
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await squatter.confirm(sale)).json()).toMatchObject({ status: 403, code: 'NO_HOLD' });
      expect((await squatter.extend(sale)).json()).toMatchObject({ status: 403 });
      expect((await squatter.leave(sale)).json()).toMatchObject({ gave: 'nothing' });
    }
    // Not one entry of the log was written in the name of the owner.
    expect(await snapshot(sale)).toMatchObject({ n: before.kind === 'snapshot' ? before.n : 0 });

    const paying = owner.confirm(sale, { body: { paymentToken: 'slow' } });
    await vi.waitFor(async () => expect(await snapshot(sale)).toMatchObject({ claimed: 1 }));
    const spying = await squatter.confirm(sale);
    expect(spying.json()).toMatchObject({ status: 403, code: 'NO_HOLD' });
    expect((await paying).statusCode).toBe(200);
    expect((await squatter.confirm(sale)).json()).toMatchObject({ status: 403 });
  });
});
