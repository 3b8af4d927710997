import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConnection, openPool, parseAnswer } from './connection.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = JSON.stringify({ path: request.url, body: Buffer.concat(chunks).toString() });
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; HttpOnly']);
    response.setHeader('content-length', Buffer.byteLength(text));
    response.end(text);
  });
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('asks again and again on one connection, and keeps what was set', async () => {
  const connection = await openConnection(base);
  for (const name of ['é', 'x'.repeat(20_000)]) {
    const answer = await connection.send({ method: 'POST', path: '/y', body: { name } });
    expect(answer).toMatchObject({ status: 200, cookie: 'a=1; b=2' });
    expect(JSON.parse(JSON.parse(answer.text).body)).toEqual({ name });
    expect(answer.ms).toBeGreaterThan(0);
  }
  connection.close();
});

test('says so when the server has closed an idle connection, instead of waiting for good', async () => {
  const connection = await openConnection(base);
  server.closeAllConnections();
  await expect(connection.send({ method: 'GET', path: '/y' })).rejects.toThrow('closed');
  await expect(connection.send({ method: 'GET', path: '/y' })).rejects.toThrow('closed');
});

test('opens as many connections as are busy at once, and none after a failure is used again', async () => {
  const pool = openPool(base);
  const seen = new Set<unknown>();
  const ask = () =>
    pool.run((connection) => {
      seen.add(connection);
      return connection.send({ method: 'GET', path: '/y' });
    });
  await Promise.all([ask(), ask()]);
  await ask();
  expect(seen.size).toBe(2);
  await expect(pool.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await Promise.all([ask(), ask()]);
  expect(seen.size).toBe(3);
  pool.close();
});

test('waits for the rest of an answer that comes in pieces', () => {
  const whole = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1');
  for (let length = 0; length < whole.length - 8; length += 1) {
    expect(parseAnswer(whole.subarray(0, length))).toBeNull();
  }
  expect(parseAnswer(whole)).toMatchObject({ answer: { text: 'body' }, length: whole.length - 8 });
});
