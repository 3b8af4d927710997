import { places } from '@flash/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
