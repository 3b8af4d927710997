import { expect, it } from 'vitest';
import { formOf } from './form-of.ts';

const sent = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://shop.test/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);

it('reads the fields of a form, in both ways that browsers send them', async () => {
  const fields = new FormData();
  fields.set('email', 'ada@example.org');
  for (const body of [fields, new URLSearchParams({ email: 'ada@example.org' })]) {
    expect((await formOf(sent(body)))?.get('email')).toBe('ada@example.org');
  }
});

it('stops reading what never ends', async () => {
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

it.each([
  ['{}', 'application/json'],
  ['--x', 'multipart/form-data; boundary=y'],
  ['a=b', ''],
])('takes %j as %j for no form', async (body, type) => {
  expect(await formOf(sent(new TextEncoder().encode(body), { 'content-type': type }))).toBeNull();
});
