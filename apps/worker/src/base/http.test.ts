import { createLogger } from '@flash/shared-config';
import { Counter, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { startHttp } from './http.ts';

const log = createLogger({ name: 'http', level: 'silent', isProduction: true });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function start(missing: () => Promise<string[]>) {
  const registry = new Registry();
  const counter = new Counter({ name: 'jobs_total', help: 'Jobs.', registers: [registry] });
  counter.inc(3);
  const options = { host: '127.0.0.1', port: 0, registry, missing, log };
  const { port, close } = await startHttp(options);
  closing.push(close);
  return {
    port,
    async ask(path: string, method = 'GET') {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    },
  };
}

test('a worker is ready only when nothing is missing, and says what is', async () => {
  let missing = ['redis', 'the indexes'];
  const { ask } = await start(async () => missing);
  expect(await ask('/readyz')).toMatchObject({
    status: 503,
    text: 'missing: redis, the indexes\n',
  });
  missing = [];
  expect(await ask('/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
});

test('a worker that cannot find out what is missing is alive and not ready, and tells callers no details', async () => {
  const { ask } = await start(async () => {
    throw new Error('redis://secret@host is away');
  });
  expect(await ask('/livez')).toMatchObject({ status: 200 });
  expect(await ask('/readyz')).toMatchObject({ status: 500, text: 'error\n' });
});

test('metrics are given in the form that Prometheus reads, and are kept by no cache', async () => {
  const { ask } = await start(async () => []);
  const { status, text, headers } = await ask('/metrics?name=all');
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(text).toContain('jobs_total 3');
});

test('a worker answers reads of what it has, and nothing else', async () => {
  const { ask } = await start(async () => []);
  expect(await ask('/livez', 'HEAD')).toMatchObject({ status: 200, text: '' });
  expect(await ask('/livez', 'POST')).toMatchObject({ status: 405 });
  expect(await ask('/admin')).toMatchObject({ status: 404 });
});

test('a worker whose port is taken does not start without its metrics', async () => {
  const { port } = await start(async () => []);
  const options = { host: '127.0.0.1', port, registry: new Registry(), log };
  await expect(startHttp({ ...options, missing: async () => [] })).rejects.toThrow('EADDRINUSE');
});
