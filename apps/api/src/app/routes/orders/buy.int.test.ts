import { randomUUID } from 'node:crypto';
import { buyAnswer, positionAnswer, ticketHeader } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import {
  type Browser,
  createBrowser,
  keepServing,
  openSale,
  serve,
  someone,
  withTicket,
} from '../../testing/shop.ts';

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ isReplayed: true });
});
afterAll(() => t.close());

const browser = (email = someone()) => createBrowser(t, email);

describe('joining', () => {
  test('gives a place, in the shape that old and new clients read', async () => {
    const sale = await openSale(t.deps);
    const first = browser();
    const answer = await first.buy(sale);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(buyAnswer.parse(answer.json())).toMatchObject({
      queued: true,
      state: 'waiting',
      position: 1,
      ahead: 0,
      size: 1,
      hasActiveHold: false,
      holdTtlSec: 0,
      email: first.email,
      flashSaleId: sale.id,
    });
    const second = await browser().buy(sale);
    expect(second.json()).toMatchObject({ position: 2, ahead: 1, size: 2 });
  });

  test('answers with the hold when a free unit can reach the place', async () => {
    const sale = await openSale(t.deps);
    const stop = keepServing(t.deps, sale.id);
    // A busy machine may serve one of them too late; it must not be all of them.
    const answer = await vi.waitFor(async () => {
      const one = (await browser().buy(sale)).json();
      expect(one.state).toBe('held');
      return one;
    });
    await stop();
    expect(buyAnswer.parse(answer)).toMatchObject({
      hasActiveHold: true,
      position: null,
      price: 19.99,
      priceMinor: 1_999,
      extensionsLeft: 1,
    });
    expect(answer.holdTtlSec).toBeGreaterThan(880);
  });

  test('is the same place when a buyer repeats it, waiting or holding', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    const first = (await ann.buy(sale)).json();
    const again = await ann.buy(sale);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ seq: first.seq, position: 1, n: first.n });
    await serve(t.deps, sale.id);
    const held = (await ann.buy(sale)).json();
    expect(held).toMatchObject({ state: 'held', seq: first.seq, position: null });
    expect((await ann.buy(sale)).json()).toMatchObject({ fence: held.fence, n: held.n });
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 0, held: 1 });
  });

  test('makes one place of a hundred joins at once', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    const first = await ann.buy(sale);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => createBrowser(t, ann.email).buy(sale)),
    );
    expect(answers.every((answer) => answer.statusCode === 409)).toBe(true);
    expect(first.statusCode).toBe(200);
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 1 });
  });

  test('gives the ticket again when the first answer was lost and the key is repeated', async () => {
    const sale = await openSale(t.deps);
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const email = someone();
    const lost = await browser(email).buy(sale, key);
    const ann = browser(email);
    const again = await ann.buy(sale, key);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ seq: lost.json().seq, position: 1 });
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
    expect((await browser(email).buy(sale)).json().code).toBe('ALREADY_IN_LINE');
  });

  test('repeats the place for a key that can be guessed, but never hands out its ticket', async () => {
    const sale = await openSale(t.deps);
    const email = someone();
    const press = (who: Browser, key: string) =>
      who.buy(sale, { headers: { 'idempotency-key': key } });
    const ann = browser(email);
    const short = 'order-4711-of-shop-32'.padEnd(21, 'x');
    expect(short).toHaveLength(21);
    const first = await press(ann, short);
    expect(ann.ticket(sale)).not.toBe('');
    const thief = browser(email);
    const again = await press(thief, short);
    expect(again.json()).toMatchObject({ seq: first.json().seq, position: 1 });
    expect(again.headers['x-ticket']).toBeUndefined();
    expect(thief.ticket(sale)).toBe('');
    expect((await press(browser(email), '1')).json().code).toBe('ALREADY_IN_LINE');
    const kept = ann.ticket(sale);
    expect((await press(ann, short)).json()).toMatchObject({ seq: first.json().seq });
    expect(ann.ticket(sale)).toBe(kept);

    await serve(t.deps, sale.id);
    await ann.confirm(sale);
    const sold = await press(thief, short);
    expect(sold.json()).toMatchObject({ status: 409, code: 'ALREADY_IN_LINE' });
    expect(sold.json()).not.toHaveProperty('orderId');
  });

  test('does not take a second place for a key whose place was left', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    const key = { headers: { 'idempotency-key': randomUUID() } };
    await ann.buy(sale, key);
    await ann.leave(sale);
    const late = await ann.buy(sale, key);
    expect(late.json()).toMatchObject({ state: 'none', position: null });
    expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 0 });
    expect((await ann.buy(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
  });

  test('puts a buyer who left and comes back at the tail', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    await ann.buy(sale);
    await browser().buy(sale);
    expect((await ann.leave(sale)).json()).toEqual({
      ok: true,
      gave: 'place',
      flashSaleId: sale.id,
    });
    expect((await ann.leave(sale)).json()).toMatchObject({ gave: 'nothing' });
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'none', status: 'none' });
    expect((await ann.buy(sale)).json()).toMatchObject({ position: 2 });
  });
});

describe('whose place it is', () => {
  test('refuses the same e-mail without its ticket, and shows it nothing', async () => {
    const sale = await openSale(t.deps);
    const email = someone();
    await browser(email).buy(sale);
    const thief = browser(email);
    const refused = await thief.buy(sale);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ code: 'ALREADY_IN_LINE', status: 409 });
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect((await thief.position(sale)).json()).toMatchObject({ state: 'none', position: null });
    expect((await thief.leave(sale)).statusCode).toBe(403);
  });

  test('keeps a browser to one living place, and lets it go on once that one is finished', async () => {
    const sale = await openSale(t.deps);
    const jar = browser();
    await jar.buy(sale);
    const other = await jar.buy(sale, { body: { email: someone() } });
    expect(other.statusCode).toBe(409);
    expect(other.json().code).toBe('OTHER_PLACE');
    await jar.leave(sale);
    const [second, third] = [someone(), someone()];
    expect((await jar.buy(sale, { body: { email: second } })).statusCode).toBe(200);
    await serve(t.deps, sale.id);
    expect((await jar.confirm(sale, { body: { email: second } })).statusCode).toBe(200);
    expect((await jar.buy(sale, { body: { email: third } })).statusCode).toBe(200);
  });

  test('takes a ticket from a header as well as from the cookie', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    const answer = await ann.buy(sale);
    const ticket = String(answer.headers['x-ticket']);
    expect(ticket).toBe(ann.ticket(sale));
    ann.forget();
    const seen = await ann.position(sale, withTicket(ticket));
    expect(positionAnswer.parse(seen.json())).toMatchObject({ status: 'queued', position: 1 });
  });

  test('accepts no forged ticket and no ticket of another sale or buyer', async () => {
    const sale = await openSale(t.deps);
    const elsewhere = await openSale(t.deps);
    const ann = browser();
    await ann.buy(sale);
    await ann.buy(elsewhere);
    const bob = browser();
    await bob.buy(sale);
    const mine = ann.ticket(sale);
    const forged = `${mine.slice(0, -2)}${mine.endsWith('AA') ? 'BB' : 'AA'}`;
    const tickets = [forged, ann.ticket(elsewhere), bob.ticket(sale), 'x', '.........'];
    for (const ticket of tickets) {
      const thief = browser(ann.email);
      expect((await thief.position(sale, withTicket(ticket))).json().state).toBe('none');
      expect((await thief.confirm(sale, withTicket(ticket))).statusCode).toBe(403);
      expect((await thief.leave(sale, withTicket(ticket))).statusCode).toBe(403);
      expect((await thief.extend(sale, withTicket(ticket))).statusCode).toBe(403);
      expect((await thief.buy(sale, withTicket(ticket))).statusCode).toBe(409);
    }
    expect((await ann.position(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
  });

  test('opens no place that another person took later with the same e-mail', async () => {
    const sale = await openSale(t.deps);
    const email = someone();
    const squatter = browser(email);
    await squatter.buy(sale);
    await squatter.leave(sale);
    const owner = browser(email);
    expect((await owner.buy(sale)).statusCode).toBe(200);
    await serve(t.deps, sale.id);
    expect((await squatter.position(sale)).json()).toMatchObject({ state: 'none' });
    expect((await squatter.buy(sale)).json().code).toBe('ALREADY_IN_LINE');
    expect((await squatter.confirm(sale)).statusCode).toBe(403);
    expect((await squatter.leave(sale)).json()).toMatchObject({ gave: 'nothing' });
    expect((await squatter.extend(sale)).statusCode).toBe(403);
    expect((await owner.position(sale)).json()).toMatchObject({ state: 'held' });
    const bought = await owner.confirm(sale);
    expect(bought.statusCode).toBe(200);
    expect((await squatter.position(sale)).json()).toMatchObject({ state: 'none' });
    expect((await squatter.confirm(sale)).statusCode).toBe(403);
    expect((await squatter.buy(sale)).json()).not.toHaveProperty('orderId');
  });

  test('sets a cookie that no script reads and no other site sends', async () => {
    const sale = await openSale(t.deps);
    const [cookie] = (await browser().buy(sale)).cookies;
    expect(cookie).toMatchObject({
      name: `flash_ticket_${sale.id}`,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
  });
});

describe('a sale', () => {
  const minute = 60_000;

  test.each([
    [
      'before its line opens',
      { startsAt: Date.now() + minute, lobbyOpensAt: Date.now() + minute },
      409,
      'SALE_NOT_OPEN',
    ],
    [
      'after its end',
      { startsAt: Date.now() - 9 * minute, endsAt: Date.now() - minute },
      409,
      'SALE_ENDED',
    ],
    ['while it is a draft', { status: 'draft' as const }, 404, 'SALE_NOT_FOUND'],
  ])('%s', async (_, change, status, code) => {
    const sale = await openSale(t.deps, change);
    const answer = await browser().buy(sale);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, message: expect.any(String) });
  });

  test('takes joins in the lobby, and answers waiting', async () => {
    const sale = await openSale(t.deps, {
      startsAt: Date.now() + minute,
      lobbyOpensAt: Date.now() - minute,
    });
    expect((await browser().buy(sale)).json()).toMatchObject({ state: 'waiting', position: 1 });
  });

  test('refuses joins when it is sold out and no unit can come back', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const ann = browser();
    await ann.buy(sale);
    await serve(t.deps, sale.id);
    expect((await browser().buy(sale)).statusCode).toBe(200);
    expect((await ann.confirm(sale)).statusCode).toBe(200);
    const late = await browser().buy(sale);
    expect(late.statusCode).toBe(409);
    expect(late.json().code).toBe('SOLD_OUT');
  });

  test('refuses a second purchase, and names the order to its owner only', async () => {
    const sale = await openSale(t.deps);
    const ann = browser();
    await ann.buy(sale);
    await serve(t.deps, sale.id);
    const { orderId } = (await ann.confirm(sale)).json();
    const again = await ann.buy(sale);
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'ALREADY_BOUGHT', orderId });
    const other = await browser(ann.email).buy(sale);
    expect(other.json().code).toBe('ALREADY_IN_LINE');
    expect(other.json()).not.toHaveProperty('orderId');
  });

  test.each([
    [{ email: 'no address' }],
    [{ email: { $gt: '' } }],
    [{ email: ['a@example.org'] }],
    [{ flashSaleId: '{}' }],
    [{ flashSaleId: 'a:b' }],
    [{ flashSaleId: 'a\r\nb' }],
    [{ flashSaleId: 'x'.repeat(65) }],
    [{ flashSaleId: { $ne: null } }],
    [{ email: undefined }],
  ])('malformed input %j', async (body) => {
    const sale = await openSale(t.deps);
    expect((await browser().buy(sale, { body })).statusCode).toBe(400);
  });

  test('that does not exist takes no joins', async () => {
    const sale = await openSale(t.deps);
    for (const id of ['65f000000000000000000000', 'not-an-object-id']) {
      const answer = await browser().buy({ ...sale, id });
      expect(answer.statusCode).toBe(404);
      const seen = await browser().position({ ...sale, id });
      expect(positionAnswer.parse(seen.json()).state).toBe('none');
    }
  });
});

describe('account sales', () => {
  test('know buyers by their session and ignore the e-mail', async () => {
    const sale = await openSale(t.deps, { identity: 'account' });
    const account = await t.signInAs(null);
    const stranger = browser();
    expect((await stranger.buy(sale)).statusCode).toBe(401);
    const joined = await stranger.buy(sale, { headers: account.headers });
    expect(joined.json()).toMatchObject({ state: 'waiting', email: account.email });
    stranger.forget();
    const elsewhere = browser();
    expect((await elsewhere.buy(sale, { headers: account.headers })).json()).toMatchObject({
      seq: joined.json().seq,
      position: 1,
    });
    await serve(t.deps, sale.id);
    const bought = await elsewhere.confirm(sale, { headers: account.headers });
    expect(bought.statusCode).toBe(200);
    const order = await t.deps.db.orders.byId(bought.json().orderId);
    expect(order).toMatchObject({ buyer: account.userId, email: account.email });
  });

  test('refuse another body under the same Idempotency-Key, however long the key is', async () => {
    const { headers: session } = await t.signInAs(null);
    for (const key of [randomUUID(), 'press-1']) {
      const sale = await openSale(t.deps, { identity: 'account' });
      const press = (payload: object) =>
        t.inject({
          method: 'POST',
          url: '/orders/buy',
          headers: { ...session, 'idempotency-key': key },
          payload: { flashSaleId: sale.id, ...payload },
        });
      const first = await press({ email: 'ann@example.org' });
      expect(first.json()).toMatchObject({ state: 'waiting', position: 1 });
      const again = await press({ email: 'ann@example.org' });
      expect([again.statusCode, again.json().seq]).toEqual([200, first.json().seq]);
      for (const other of [{ email: 'bob@example.org' }, {}]) {
        const refused = await press(other);
        expect([refused.statusCode, refused.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
      }
      expect(await t.deps.engine.snapshot(sale.id)).toMatchObject({ waiting: 1 });
    }
  });

  test('are closed to tickets: only the session is the proof', async () => {
    const sale = await openSale(t.deps, { identity: 'account' });
    const account = await t.signInAs(null);
    const ann = browser();
    const joined = await ann.buy(sale, { headers: account.headers });
    const ticket = String(joined.headers[ticketHeader]);
    expect([ticket.length > 0, ann.ticket(sale)]).toEqual([true, '']);
    for (const extra of [{}, withTicket(ticket)]) {
      expect((await ann.position(sale, extra)).json()).toMatchObject({ state: 'none' });
      expect((await ann.confirm(sale, extra)).statusCode).toBe(401);
    }
  });
});
