import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithMe, findFreePort, waitFor } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, openBench } from '../../bench/bench.ts';
import { type Stack, startStack } from '../../bench/stack.ts';
import { findProgram } from '../../tools/engines/programs.mjs';

const HOST = 'api.shop.example';
/** Where the client of a test connects from; the API must find out. */
const CLIENT = '127.0.0.2';
const dir = mkdtempSync(join(tmpdir(), 'flash-proxy-'));
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
let stack: Stack;
let bench: Bench;
const ports: Record<string, number> = {};
const children: ChildProcess[] = [];

function run(...[file = '', ...args]: string[]): void {
  const child = spawn(file, args, { stdio: 'ignore', env: { ...process.env, HOME: dir } });
  endWithMe(child);
  children.push(child);
}

const starters = {
  /** The file as it is, but for ports, certificates and folders. */
  async nginx(port: number) {
    const text = read('flash-sale.nginx.conf')
      .replaceAll('listen 443', `listen 127.0.0.1:${port}`)
      .replace('127.0.0.1:4000', new URL(stack.api).host)
      .replaceAll('/etc/ssl/flash-sale', dir)
      .replace('/var/cache/nginx/flash-sale', join(dir, 'cache'));
    writeFileSync(join(dir, 'flash-sale.conf'), text);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${dir}/${name};`,
    );
    const http = `access_log off; ${temporary.join(' ')} include ${dir}/flash-sale.conf;`;
    writeFileSync(
      join(dir, 'nginx.conf'),
      `daemon off; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log; user root; events {} http { ${http} }`,
    );
    run((await findProgram('nginx')).source.path, '-c', join(dir, 'nginx.conf'), '-p', dir);
  },
  async caddy(port: number) {
    const own = `tls ${dir}/fullchain.pem ${dir}/privkey.pem\n\tbind 127.0.0.1`;
    const text = read('Caddyfile')
      .replace(/^((?:\w+\.)?shop\.example) \{/gm, `https://$1:${port} {\n\t${own}`)
      .replace('127.0.0.1:4000', new URL(stack.api).host);
    writeFileSync(join(dir, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${text}`);
    const file = (await findProgram('caddy')).source.path;
    run(file, 'run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile');
  },
};
type Proxy = keyof typeof starters;
const proxies = Object.keys(starters) as Proxy[];

interface Answer {
  status: number;
  text: string;
}

function optionsFor(proxy: Proxy, path: string, more: RequestOptions = {}): RequestOptions {
  return {
    ...{ host: '127.0.0.1', port: ports[proxy], servername: HOST, path, localAddress: CLIENT },
    ...{ rejectUnauthorized: false, ...more, headers: { host: HOST, ...more.headers } },
  };
}

function ask(proxy: Proxy, path: string, more: RequestOptions = {}, body?: object) {
  return new Promise<Answer>((resolve, reject) => {
    const json = body ? { 'content-type': 'application/json' } : {};
    const options = optionsFor(proxy, path, { ...more, headers: { ...json, ...more.headers } });
    const asked = request(options, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}

beforeAll(async () => {
  process.env.TRUSTED_PROXIES = '127.0.0.1';
  stack = await startStack(() => {});
  bench = await openBench(stack);
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const quiet = { stdio: 'ignore' } as const;
  const certificate = [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${HOST}`],
    ...['-addext', `subjectAltName=DNS:shop.example,DNS:*.shop.example`],
    ...['-keyout', join(dir, 'privkey.pem'), '-out', join(dir, 'fullchain.pem')],
  ];
  execFileSync('openssl', certificate, quiet);
  for (const proxy of proxies) {
    const port = await findFreePort();
    ports[proxy] = port;
    await starters[proxy](port);
    const answers = async () => (await ask(proxy, '/livez')).status === 200;
    await waitFor(answers, { what: `${proxy} (${dir})`, timeoutMs: 30_000 });
  }
}, 900_000);
afterAll(async () => {
  for (const child of children) {
    child.kill('SIGTERM');
  }
  await bench?.close();
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe.each(proxies)('behind %s, by the example of this project,', (proxy) => {
  test('a stream arrives event by event, and stays open', async () => {
    const sale = await bench.createSale({ startingQuantity: 3 });
    const path = `/orders/admin/queue/${sale}/stream`;
    const stream = request(optionsFor(proxy, path, { headers: bench.teams[0] }));
    let arrived = '';
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      stream.on('response', (answer) => {
        answer.on('data', (chunk) => {
          arrived += chunk;
        });
        answer.on('error', () => {});
        resolve(answer);
      });
      stream.on('error', reject);
    });
    stream.end();
    const { statusCode, headers } = await answered;
    expect([statusCode, headers['content-type']]).toEqual([
      200,
      expect.stringMatching(/^text\/event-stream/),
    ]);
    await waitFor(() => arrived.includes('data:'), { what: 'the first event', timeoutMs: 10_000 });
    expect(arrived).not.toMatch(/"held":\s?1\b/);
    const buyer = { email: `${proxy}@example.org`, flashSaleId: sale };
    expect((await ask(proxy, '/orders/buy', { method: 'POST' }, buyer)).status).toBe(200);
    await waitFor(() => /"held":\s?1\b/.test(arrived), {
      ...{ what: 'the event of the hold', timeoutMs: 10_000 },
    });
    expect(stream.destroyed).toBe(false);
    stream.destroy();
  });

  test('the API learns the address of the client, and believes none that the client claims', async () => {
    const account = { name: 'Ada', email: `${proxy}@example.org`, password: 'open sesame' };
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const up = await ask(proxy, '/api/auth/sign-up/email', { method: 'POST', headers }, account);
    expect(up.status, up.text).toBe(200);
    const { token } = JSON.parse(up.text);
    const list = await ask(proxy, '/api/auth/list-sessions', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(JSON.parse(list.text).items[0].ipAddress).toBe(CLIENT);
  });

  test('metrics are not to be had', async () => {
    expect((await ask(proxy, '/metrics')).status).toBe(404);
  });

  test('many streams of one browser share a connection, by HTTP/2', async () => {
    const session = connectHttp2(`https://127.0.0.1:${ports[proxy]}`, {
      ...{ servername: HOST, rejectUnauthorized: false },
    });
    const status = await new Promise((resolve, reject) => {
      const stream = session.request({ ':path': '/livez', ':authority': HOST });
      stream.on('response', (headers) => resolve(headers[':status']));
      stream.on('error', reject);
      session.on('error', reject);
    });
    expect(status).toBe(200);
    session.close();
  });
});

test('nginx asks the API about once a second for what is the same for all readers, and keeps nothing else', async () => {
  const counted = async () => {
    const page = await (await fetch(`${stack.api}/metrics`)).text();
    const lines = page.match(/^flash_http_request_duration_seconds_count\{.*public".*$/gm) ?? [];
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const before = await counted();
  const startedAt = performance.now();
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 20 }, () => ask('nginx', '/flash-sales/public')));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  expect((await counted()) - before).toBeLessThanOrEqual(seconds + 2);
  const times = await Promise.all([ask('nginx', '/time'), ask('nginx', '/time')]);
  expect(new Set(times.map(({ status }) => status))).toEqual(new Set([200]));
});
