import { places } from '@flash/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkAdmission } from './admission.ts';
import { createBuyer } from './buyer.ts';
import { eventsIn } from './purchase/stream.ts';

const { at, held, line, sale, waiting } = places;
const api = 'https://api.shop.example';
const START = Date.parse(at(0));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START });
});
afterEach(() => vi.useRealTimers());

interface Sent {
  path: string;
  init: RequestInit | undefined;
}

/** The API as far as one buyer sees it, answering with the place that is set. */
function shop() {
  const sent: Sent[] = [];
  const serverNow = () => new Date(Date.now()).toISOString();
  const answers: Record<string, () => unknown> = {
    '/time': () => ({ serverNow: serverNow() }),
    '/flash-sales/public/sale': () => ({
      item: sale(),
      meta: { serverNow: serverNow(), mail: false },
    }),
    '/flash-sales/s1/line': () => ({ ...line(), serverNow: serverNow() }),
    '/orders/buy': () => ({ ...waiting(3), serverNow: serverNow() }),
    '/orders/position': () => ({ ...held(), serverNow: serverNow() }),
    '/orders/confirm': () => ({ ok: true, orderId: 'o1' }),
  };
  const send = async (input: RequestInfo | URL, init?: RequestInit) => {
    const path = new URL(String(input)).pathname;
    sent.push({ path, init });
    const answer = answers[path];
    if (!answer) {
      return new Response(null, { status: 204 });
    }
    const headers = { 'content-type': 'application/json', 'x-ticket': 't1.mine' };
    return new Response(JSON.stringify(answer()), { headers });
  };
  return { sent, send: send as typeof fetch, answers };
}

const pathsOf = (sent: Sent[]) => sent.map(({ path }) => path);

test('a buyer who joined proves the place by the ticket in a header, and sends no cookie', async () => {
  const { send, sent } = shop();
  const tickets: string[] = [];
  const options = { api, saleId: 's1', fetch: send, onTicket: (one: string) => tickets.push(one) };
  const buyer = createBuyer(options);
  expect(buyer.state().step).toBe('loading');
  const joined = await buyer.join('ada@example.org');
  expect([joined.step, joined.position, tickets]).toEqual(['waiting', 3, ['t1.mine']]);
  await vi.waitFor(() => expect(buyer.state().step).toBe('held'));
  buyer.stop();
  const last = sent.findLast(({ path }) => path === '/orders/position')?.init;
  expect(new Headers(last?.headers).get('x-ticket')).toBe('t1.mine');
  expect(new Set(sent.map(({ init }) => init?.credentials))).toEqual(new Set(['omit']));
});

test('a hold that has outlived its lease is refused by the client: it is shown as expired and never paid for', async () => {
  const { send, sent } = shop();
  const buyer = createBuyer({ api, saleId: 's1', ticket: 't1.mine', fetch: send });
  buyer.start();
  await vi.waitFor(() => expect(buyer.state().step).toBe('held'));
  buyer.stop();
  const steps: string[] = [];
  const end = buyer.subscribe(({ step }) => steps.push(step));
  const left = buyer.state().msLeft ?? 0;
  expect([left > 890_000, left <= 900_000, buyer.state().unit]).toEqual([true, true, 17]);
  await vi.advanceTimersByTimeAsync(left - 1);
  expect(buyer.state()).toMatchObject({ step: 'held', timeLeft: '0:00' });
  // No answer says so: the server's clock is enough.
  await vi.advanceTimersByTimeAsync(1);
  expect(steps.at(-1)).toBe('expired');
  const paid = await buyer.pay();
  end();
  expect([paid.step, paid.failure?.code]).toEqual(['expired', 'HOLD_EXPIRED']);
  expect(pathsOf(sent)).not.toContain('/orders/confirm');
});

/** One who comes back with the ticket of a place, which is in this state. */
async function comeBack(place: unknown) {
  const { answers, ...rest } = shop();
  answers['/orders/position'] = () => place;
  const buyer = createBuyer({ api, saleId: 's1', ticket: 't1.mine', fetch: rest.send });
  buyer.start();
  await vi.waitFor(() => expect(buyer.state().isConnected).toBe(true), { interval: 5 });
  await vi.waitFor(() => expect(buyer.state().position ?? buyer.state().step).not.toBe('loading'));
  return { buyer, answers, ...rest };
}

describe('a program is told', () => {
  test.each([
    { step: 'waiting', place: places.paused(4), more: { position: 4 } },
    { step: 'paying', place: places.claimed(), more: { unit: 17, expiresAt: at(900) } },
    { step: 'paid', place: places.sold(), more: { orderId: 'o1', unit: 17, msLeft: null } },
    { step: 'expired', place: places.expired(), more: { unit: null } },
    { step: 'removed', place: places.removed(), more: { unit: null } },
    // One in line may still get the last unit when it comes back.
    { step: 'waiting', place: places.soldOut(1_000_000_007), more: { free: 0 } },
    { step: 'sold_out', place: places.soldOut(null), more: { unit: null } },
  ])('$step, with what belongs to it, of a place that the API calls $place.state', async (told) => {
    const { buyer } = await comeBack(told.place);
    const { step, more } = told;
    await vi.waitFor(() => expect(buyer.state()).toMatchObject({ step, ...more }));
    buyer.stop();
  });

  test.each([
    { step: 'upcoming', said: line({ phase: 'scheduled' }) },
    { step: 'open', said: line({ phase: 'lobby' }) },
    { step: 'open', said: line({ phase: 'paused' }) },
    { step: 'sold_out', said: line({ stock: 5, sold: 5, free: 0 }) },
    { step: 'missing', said: line({ phase: 'draft' }) },
    { step: 'ended', said: line({ phase: 'ended' }) },
  ])('$step before it has a place: phase $said.phase, $said.free free', async ({ step, said }) => {
    const { send, answers } = shop();
    answers['/flash-sales/s1/line'] = () => said;
    const buyer = createBuyer({ api, saleId: 's1', fetch: send });
    buyer.start();
    await vi.waitFor(() => expect(buyer.state().free).toBe(said.free));
    expect(buyer.state()).toMatchObject({ step, waiting: 0, sale: { name: 'Night Runner 2' } });
    buyer.stop();
  });

  test('that the sale does not exist', async () => {
    const { send, answers } = shop();
    answers['/flash-sales/public/sale'] = () => ({ item: null, meta: { serverNow: at(0) } });
    const buyer = createBuyer({ api, saleId: 's1', fetch: send });
    buyer.start();
    await vi.waitFor(() => expect(buyer.state().step).toBe('missing'));
    buyer.stop();
  });
});

describe('a buyer on hold', () => {
  const bodiesOf = (sent: Sent[], path: string) =>
    sent.filter((one) => one.path === path).map(({ init }) => JSON.parse(String(init?.body)));

  test('pays, and is told the order and that the hold is over', async () => {
    const { buyer, sent, answers } = await comeBack(held());
    answers['/orders/position'] = () => ({ ...places.sold(1), serverNow: at(1) });
    const contact = { name: 'Ada' };
    const paid = await buyer.pay({ paymentToken: 'tok', contact });
    buyer.stop();
    expect(paid).toMatchObject({ step: 'paid', orderId: 'o1', isBusy: false, failure: null });
    expect(bodiesOf(sent, '/orders/confirm')).toEqual([
      { flashSaleId: 's1', paymentToken: 'tok', contact },
    ]);
  });

  test('gets the secret that Stripe.js authorises with and nothing else, or null when it is refused', async () => {
    const { buyer, send, answers } = await comeBack(held());
    buyer.stop();
    const prepared = {
      ...{ paymentId: 'p1', clientSecret: 'cs', publishableKey: 'pk', isAuthorised: false },
      expiresAt: at(900),
    };
    answers['/orders/payment'] = () => ({ provider: 'stripe', ...prepared });
    expect(await buyer.preparePayment({ contact: { name: 'Ada' } })).toEqual(prepared);
    const refusing = (async (...args: Parameters<typeof fetch>) =>
      String(args[0]).includes('/orders/payment')
        ? Response.json({ code: 'HOLD_EXPIRED' }, { status: 410 })
        : send(...args)) as typeof fetch;
    const late = createBuyer({ api, saleId: 's1', ticket: 't1.mine', fetch: refusing });
    expect(await late.preparePayment()).toBeNull();
  });

  test('extends it, and gives it back', async () => {
    const { buyer, sent, answers } = await comeBack(held());
    answers['/orders/extend'] = () => ({ ok: true });
    answers['/orders/position'] = () => ({ ...held(1), expiresAt: at(1_200) });
    expect((await buyer.extend()).failure).toBeNull();
    await vi.waitFor(() => expect(buyer.state().expiresAt).toBe(at(1_200)));
    answers['/orders/leave'] = () => ({ ok: true });
    answers['/orders/position'] = () => places.none(2);
    await buyer.leave();
    await vi.waitFor(() => expect(buyer.state()).toMatchObject({ step: 'left', unit: null }));
    buyer.stop();
    expect(bodiesOf(sent, '/orders/leave')).toEqual([{ flashSaleId: 's1' }]);
  });

  test('reads why an action was refused, and stays on hold', async () => {
    const { send } = shop();
    const problem = {
      ...{ code: 'VALIDATION_FAILED', title: 'No more time', detail: 'It was used.' },
      errors: [{ path: 'contact.address.country', message: 'is not delivered to' }],
    };
    const refusing = (async (...args: Parameters<typeof fetch>) =>
      String(args[0]).includes('/orders/extend')
        ? Response.json(problem, { status: 409 })
        : send(...args)) as typeof fetch;
    const buyer = createBuyer({ api, saleId: 's1', ticket: 't1.mine', fetch: refusing });
    buyer.start();
    await vi.waitFor(() => expect(buyer.state().step).toBe('held'));
    expect(await buyer.extend()).toMatchObject({ step: 'held', isBusy: false, failure: problem });
    buyer.stop();
  });

  test('gets a code for another browser', async () => {
    const { buyer, answers } = await comeBack(held());
    buyer.stop();
    answers['/orders/device-code'] = () => ({ code: 'K7M-4QX' });
    expect(await buyer.deviceCode()).toBe('K7M-4QX');
  });
});

test('a shop lets in who holds a unit now, and not who shows a ticket whose hold has ended', async () => {
  const { send, answers } = shop();
  const ask = () => checkAdmission({ api, saleId: 's1', ticket: 't1.mine', fetch: send });
  expect(await ask()).toEqual({ admitted: true, unit: 17, expiresAt: at(900), msLeft: 900_000 });
  vi.setSystemTime(START + 900_000);
  expect(await ask()).toEqual({ admitted: false, reason: 'expired' });
  answers['/orders/position'] = () => waiting(2);
  expect(await ask()).toEqual({ admitted: false, reason: 'waiting' });
  const cut = (async () => {
    throw new TypeError('fetch failed');
  }) as typeof fetch;
  const unknown = await checkAdmission({ api, saleId: 's1', ticket: 't', fetch: cut });
  expect(unknown).toEqual({ admitted: false, reason: 'OFFLINE' });
});

test('the time that an answer took counts against the hold that it tells of', async () => {
  const { send } = shop();
  const slow = (async (...args: Parameters<typeof fetch>) => {
    const answer = await send(...args);
    vi.advanceTimersByTime(900_000);
    return answer;
  }) as typeof fetch;
  const late = await checkAdmission({ api, saleId: 's1', ticket: 't1.mine', fetch: slow });
  expect(late).toEqual({ admitted: false, reason: 'expired' });
});

test('events are read whole, however the network cuts them, and comments are left out', async () => {
  vi.useRealTimers();
  const text =
    'retry: 1000\n\n: ping\n\nevent: state\ndata: {"n":1}\n\ndata: a\r\ndata: b\r\n\r\ndata: cut';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, 1_000]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let from = 0; from < bytes.length; from += size) {
          controller.enqueue(bytes.slice(from, from + size));
        }
        controller.close();
      },
    });
    const found: string[] = [];
    for await (const data of eventsIn(body)) {
      found.push(data);
    }
    expect(found).toEqual(['{"n":1}', 'a\nb']);
  }
});
