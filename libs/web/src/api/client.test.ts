import { describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { createHttp, type HttpRequest } from './http.ts';

const routes = {
  buy: ['POST', '/orders/buy'],
  receipt: ['GET', '/orders/:orderId'],
  signOut: ['POST', '/api/auth/sign-out'],
  updateSale: ['PUT', '/flash-sales/:id'],
  putPicture: ['PUT', '/flash-sales/:id/picture'],
} as const;

function recording() {
  const sent: HttpRequest[] = [];
  const client = createClient(async (request) => {
    sent.push(request);
    return { ok: true, value: {} as never, status: 200, startedAt: 0 };
  }, routes);
  return { sent, client };
}

describe('typed client', () => {
  test('never lets an id break out of its part of the path', async () => {
    const { sent, client } = recording();
    await client.receipt({ params: { orderId: '../../admin?x=1#y' } });
    expect(sent[0]?.path).toBe('/orders/..%2F..%2Fadmin%3Fx%3D1%23y');
  });

  test('carries the key of an attempt, so a repeated press is the same request', async () => {
    const { sent, client } = recording();
    await client.buy({ body: { email: 'a@b.de', flashSaleId: 's1' }, key: 'k1' });
    expect(sent[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'k1' } });
  });

  test('says which version an edit was made on, so that nobody overwrites what they never saw', async () => {
    const { sent, client } = recording();
    await client.updateSale({ params: { id: 's1' }, body: { name: 'Lamp' }, ifVersion: 7 });
    expect(sent[0]?.headers).toEqual({ 'if-match': '"7"' });
  });

  test('sends JSON even where nothing is to be said', async () => {
    const { sent, client } = recording();
    await client.signOut();
    expect(sent[0]?.body).toEqual({});
  });
});

describe('http', () => {
  test('sends a file as it is, under its own type', async () => {
    let init: RequestInit | undefined;
    const http = createHttp('http://api.test', async (_, given) => {
      init = given;
      return new Response('{}');
    });
    const bytes = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' });
    await createClient(http, routes).putPicture({ params: { id: 's1' }, bytes });
    expect(init?.body).toBe(bytes);
    expect(new Headers(init?.headers).get('content-type')).toBeNull();
  });

  const answering = (body: string, init: ResponseInit) =>
    createHttp('http://api.test', async () => new Response(body, init));

  test('turns a refusal into words for people and keeps its request id', async () => {
    const body = JSON.stringify({
      code: 'SOLD_OUT',
      title: 'Sold out',
      detail: 'x',
      requestId: 'r',
    });
    const answer = await answering(body, { status: 409 })({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'SOLD_OUT', requestId: 'r' } });
  });

  test('survives an answer that is not ours, and honours Retry-After', async () => {
    const http = answering('<html>', { status: 503, headers: { 'retry-after': '2' } });
    const answer = await http({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({ refusal: { code: 'UNREADABLE', retryAfterMs: 2_000 } });
  });

  test('calls a lost connection by its name', async () => {
    const http = createHttp('http://api.test', () => Promise.reject(new TypeError('failed')));
    expect(await http({ method: 'GET', path: '/x' })).toMatchObject({
      refusal: { code: 'OFFLINE' },
    });
  });
});
