import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendCallerAddress } from './callers.server.ts';

const server = createServer((request, response) => {
  response.end(request.headers['x-forwarded-for']);
});

beforeAll(async () => {
  appendCallerAddress();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const seen = async (headers: Record<string, string>) => {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
};

test('a request without X-Forwarded-For gets its peer address', async () => {
  expect(await seen({})).toBe('127.0.0.1');
});

test('a claimed address stays, and the peer address is appended after it', async () => {
  expect(await seen({ 'x-forwarded-for': '203.0.113.7' })).toBe('203.0.113.7, 127.0.0.1');
});
