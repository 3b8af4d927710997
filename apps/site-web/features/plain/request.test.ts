import { expect, test } from 'vitest';
import { createAllowance, formOf, isOwnForm } from './request.ts';

const sent = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://shop.test/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);

test('reads the fields of a form, in both ways that browsers send them', async () => {
  const fields = new FormData();
  fields.set('email', 'ada@example.org');
  for (const body of [fields, new URLSearchParams({ email: 'ada@example.org' })]) {
    expect((await formOf(sent(body)))?.get('email')).toBe('ada@example.org');
  }
});

test('stops reading what never ends', async () => {
  let isCancelled = false;
  const endless = new ReadableStream({
    pull: (to) => to.enqueue(new Uint8Array(4_096).fill(97)),
    cancel: () => {
      isCancelled = true;
    },
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await formOf(sent(endless, headers))).toBeNull();
  expect(isCancelled).toBe(true);
});

test.each([
  ['{}', 'application/json'],
  ['--x', 'multipart/form-data; boundary=y'],
  ['a=b', ''],
])('takes %j as %j for no form', async (body, type) => {
  expect(await formOf(sent(new TextEncoder().encode(body), { 'content-type': type }))).toBeNull();
});

test.each([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://shop.test', host: 'shop.test' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ origin: 'http://shop.test:4201', host: 'shop.test:4201' }, true],
  [{ origin: 'http://evil.test', host: 'shop.test' }, false],
  [{ origin: 'null', host: 'shop.test' }, false],
  [{ host: 'shop.test' }, false],
])('tells own forms from others: %o', (headers, isOwn) => {
  expect(isOwnForm(new Headers(headers as Record<string, string>))).toBe(isOwn);
});

test('lets a burst through, then no more than its pace', () => {
  const allowance = createAllowance(10, 3);
  const taken = (now: number) => [1, 2, 3, 4].filter(() => allowance.take(now)).length;
  expect(taken(0)).toBe(3);
  expect(taken(0)).toBe(0);
  expect(taken(200)).toBe(2);
  expect(taken(60_000)).toBe(3);
});
