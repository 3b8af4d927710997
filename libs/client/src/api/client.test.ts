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
  test('encodes ids, so that they stay within their part of the path', async () => {
    const { sent, client } = recording();
    await client.receipt({ params: { orderId: '../../admin?x=1#y' } });
    expect(sent[0]?.path).toBe('/orders/..%2F..%2Fadmin%3Fx%3D1%23y');
  });

  test('sends the idempotency key, so that a repeated press is the same request', async () => {
    const { sent, client } = recording();
    await client.buy({ body: { email: 'a@b.de', flashSaleId: 's1' }, key: 'k1' });
    expect(sent[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'k1' } });
  });

  test('sends the version that an edit was made on as If-Match', async () => {
    const { sent, client } = recording();
    await client.updateSale({ params: { id: 's1' }, body: { name: 'Lamp' }, ifVersion: 7 });
    expect(sent[0]?.headers).toEqual({ 'if-match': '"7"' });
  });

  test('sends an empty object as the body of a POST without one', async () => {
    const { sent, client } = recording();
    await client.signOut();
    expect(sent[0]?.body).toEqual({});
  });
});

describe('http', () => {
  test('sends a file unchanged, with its own content type', async () => {
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

  test('returns a refusal in words for people, with its request id', async () => {
    const body = JSON.stringify({
      code: 'SOLD_OUT',
      title: 'Sold out',
      detail: 'x',
      requestId: 'r',
    });
    const answer = await answering(body, { status: 409 })({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'SOLD_OUT', requestId: 'r' } });
  });

  test('returns an answer that is not from our API as unreadable, and honours Retry-After', async () => {
    const http = answering('<html>', { status: 503, headers: { 'retry-after': '2' } });
    const answer = await http({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({ refusal: { code: 'UNREADABLE', retryAfterMs: 2_000 } });
  });

  test('returns a lost connection as OFFLINE', async () => {
    const http = createHttp('http://api.test', () => Promise.reject(new TypeError('failed')));
    expect(await http({ method: 'GET', path: '/x' })).toMatchObject({
      refusal: { code: 'OFFLINE' },
    });
  });

  test('returns an answer that breaks off as OFFLINE instead of as an empty success', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"state":'));
        controller.error(new TypeError('connection lost'));
      },
    });
    const http = createHttp('http://api.test', async () => new Response(broken, { status: 200 }));
    const answer = await http({ method: 'GET', path: '/' });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'OFFLINE' } });
  });

  test('returns a success that is not JSON as UNREADABLE', async () => {
    const http = createHttp(
      'http://api.test',
      async () => new Response('<h1>Log in to the hotel</h1>'),
    );
    const answer = await http({ method: 'GET', path: '/' });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'UNREADABLE', status: 200 } });
  });
});
