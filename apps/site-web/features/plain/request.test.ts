import { expect, test } from 'vitest';
import { createTokenBucket, isOwnForm, readForm } from './request.ts';

const sent = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://shop.test/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);

test('a form is read in both encodings that browsers use', async () => {
  const fields = new FormData();
  fields.set('email', 'ada@example.org');
  for (const body of [fields, new URLSearchParams({ email: 'ada@example.org' })]) {
    expect((await readForm(sent(body)))?.get('email')).toBe('ada@example.org');
  }
});

test('a body that never ends is not read beyond the limit', async () => {
  let isCancelled = false;
  const endless = new ReadableStream({
    pull: (to) => to.enqueue(new Uint8Array(4_096).fill(97)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await readForm(sent(endless, headers))).toBeNull();
  expect(isCancelled).toBe(true);
});

test.each([
  ['{}', 'application/json'],
  ['--x', 'multipart/form-data; boundary=y'],
  ['a=b', ''],
])('%j sent as %j is not a form', async (body, type) => {
  expect(await readForm(sent(new TextEncoder().encode(body), { 'content-type': type }))).toBeNull();
});

test.each([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://shop.test', host: 'shop.test' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ origin: 'http://shop.test:4201', host: 'shop.test:4201' }, true],
  [{ origin: 'http://evil.test', host: 'shop.test' }, false],
  [{ origin: 'null', host: 'shop.test' }, false],
  [{ host: 'shop.test' }, false],
])('a form counts as sent from this site by its headers only: %o', (headers, isOwn) => {
  expect(isOwnForm(new Headers(headers as Record<string, string>))).toBe(isOwn);
});

test('a token bucket allows a burst, then no more than its rate', () => {
  const bucket = createTokenBucket(10, 3);
  const taken = (now: number) => [1, 2, 3, 4].filter(() => bucket.take(now)).length;
  expect(taken(0)).toBe(3);
  expect(taken(0)).toBe(0);
  expect(taken(200)).toBe(2);
  expect(taken(60_000)).toBe(3);
});
