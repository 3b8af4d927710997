import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type Endpoint, endpoints } from '@flash/shared-types';
import { seedOfRun } from '@flash/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../app.ts';
import { serve } from '../shop.ts';
import type { Caller } from './access.ts';
import { type Credentials, gatherCallers } from './callers.ts';
import { openShop } from './known.ts';

const SECONDS = Number(process.env.MINUTES ?? 1) * 60;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Where it keeps what it found, for `st replay`. */
const KEPT = '.data/schemathesis';
/** As Schemathesis reads it. */
const DOCUMENT = 'document.json';
/** A stream never ends; signing out would end the session that the run needs. Other tests look at those. */
const LEFT_OUT = Object.entries<Endpoint>(endpoints)
  .filter(([name, { media }]) => media === 'text/event-stream' || name === 'signOut')
  .map(([name]) => name);

/**
 * Its generator knows no classes of characters by name. Instead it is given ranges: all controls and surrogates, and
 * a part of the others. A text that the pattern refuses is answered as any other wrong one.
 */
const RANGES: Record<string, string> = {
  Cc: '\\x00-\\x1f\\x7f-\\x9f',
  Cf: '\\xad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\ufeff',
  Cs: '\\ud800-\\udfff',
  L: 'a-zA-Z\\xe0-\\xf6',
  N: '0-9',
};
const readable = (document: string) =>
  document.replaceAll(/\\\\p\{(\w+)\}/g, (whole, name: string) =>
    RANGES[name] === undefined ? whole : JSON.stringify(RANGES[name]).slice(1, -1),
  );

let api: TestApp;
let credentials: Credentials;
let address: string;
let program: string[];
let work: NodeJS.Timeout;
beforeAll(async () => {
  mkdirSync(KEPT, { recursive: true });
  const programs = resolve(import.meta.dirname, '../../../../../../tools/engines/programs.mjs');
  const find = [programs, 'schemathesis'];
  program = execFileSync(process.execPath, find, { encoding: 'utf8' }).trim().split('\n');
  api = await buildTestApp();
  const crowd = await gatherCallers(api);
  const shop = await openShop(api, crowd, await api.signInAs('viewer'));
  const ticket = shop.tickets.at(1) ?? {};
  credentials = { ...crowd.credentials, 'the buyer': { ...crowd.buyer.headers, ...ticket } };
  // What a worker does: it is heard of, grants, and says that the log is stored, without which joins are refused.
  await api.deps.db.processes.start('worker');
  work = setInterval(() => {
    for (const { id } of shop.sales) {
      serve(api.deps, id).catch(console.error);
    }
  }, 250);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  const document = await (await fetch(`${address}/docs/json`)).text();
  writeFileSync(resolve(KEPT, DOCUMENT), readable(document));
}, 900_000);
afterAll(() => {
  clearInterval(work);
  return api.close();
});

test.each<Caller>([
  'an owner',
  'an operator',
  'a member of support',
  'a viewer',
  'the buyer',
  'no session',
])(
  'Schemathesis finds no answer to %s that /docs/json does not describe',
  async (caller) => {
    const seed = seedOfRun();
    const args = [
      ...['run', DOCUMENT, '--url', address, '--seed', String(seed)],
      ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing'],
      ...['--max-time', String(SECONDS), '--request-timeout', '20', '--continue-on-failure'],
      ...['--warnings', 'off', '--output-sanitize', 'true'],
      ...LEFT_OUT.flatMap((name) => ['--exclude-operation-id', name]),
      ...Object.entries(credentials[caller]).flatMap(([name, value]) => [
        '-H',
        `${name}: ${value}`,
      ]),
    ];
    const [file = '', ...words] = program;
    const child = spawn(file, [...words, '--no-color', ...args], {
      cwd: KEPT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code, `seed ${seed}\n${told}`).toBe(0);
  },
  1_800_000,
);
