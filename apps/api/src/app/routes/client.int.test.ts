import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import { openSale, serve, someone } from '../testing/shop.ts';

const root = join(import.meta.dirname, '../../../../..');

/** What is used here of the library, which is loaded as its package brings it: types of browsers stay out. */
interface Library {
  createBuyer(options: { api: string; saleId: string; onTicket?: (ticket: string) => void }): Buyer;
  checkAdmission(question: { api: string; saleId: string; ticket: string }): Promise<unknown>;
}
interface Buyer {
  state(): { step: string };
  subscribe(listener: (state: { step: string }) => void): () => void;
  start(): void;
  stop(): void;
  join(email: string): Promise<{ step: string }>;
  pay(payment: { contact: { name: string } }): Promise<{ step: string }>;
  leave(): Promise<unknown>;
}

let library: Library;
let api: TestApp;
let address: string;
let folder: string;
beforeAll(async () => {
  api = await buildTestApp({ isReplayed: true });
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'flash-examples-'));
  cpSync(join(root, 'docs/examples'), folder, { recursive: true });
  // As an installed package: one file of JavaScript.
  const installed = join(folder, 'node_modules/@flash/client');
  mkdirSync(installed, { recursive: true });
  writeFileSync(
    join(installed, 'package.json'),
    JSON.stringify({ name: '@flash/client', type: 'module', exports: './index.js' }),
  );
  await build({
    entryPoints: [join(root, 'libs/client/src/package.ts')],
    outfile: join(installed, 'index.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    tsconfig: join(root, 'tsconfig.base.json'),
  });
  library = await import(join(installed, 'index.js'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.close();
});

/** Exit code and output of an example. */
async function run(file: string, env: Record<string, string>): Promise<[number, string]> {
  const commands: Record<string, string> = { mjs: process.execPath, py: 'python3', sh: 'sh' };
  const command = commands[file.split('.').at(-1) ?? ''] ?? 'false';
  const child = spawn(command, [file], {
    cwd: folder,
    env: { PATH: process.env.PATH, API: address, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return [Number(code), output];
}

test('the examples in JavaScript, Python and the shell join, wait for their turn and pay', async () => {
  const examples = ['buy.mjs', 'buy.py', 'buy.sh'];
  const sale = await openSale(api.deps, { startingQuantity: examples.length });
  const running = Promise.all(
    examples.map((file) => run(file, { SALE: sale.id, EMAIL: someone() })),
  );
  let isRunning = true;
  const ended = running.finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    await serve(api.deps, sale.id);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  for (const [at, [code, output]] of (await running).entries()) {
    expect([examples[at], code, output]).toEqual([examples[at], 0, output]);
  }
  expect((await api.deps.db.sales.get(sale.id))?.currentQuantity).toBe(0);
});

test('a buyer of the library is held, let in by the shop and pays; who gave the place back is not let in', async () => {
  const { createBuyer, checkAdmission } = library;
  const sale = await openSale(api.deps, { startingQuantity: 2 });
  const buyers = [0, 1].map(() => {
    let ticket = '';
    const onTicket = (given: string) => {
      ticket = given;
    };
    return {
      buyer: createBuyer({ api: address, saleId: sale.id, onTicket }),
      ask: () => checkAdmission({ api: address, saleId: sale.id, ticket }),
      env: () => ({ SALE: sale.id, TICKET: ticket }),
    };
  });
  const [ada, eve] = buyers;
  if (!ada || !eve) {
    throw new Error('there are two');
  }
  const seen: string[] = [];
  ada.buyer.subscribe(({ step }) => seen.at(-1) !== step && seen.push(step));
  for (const { buyer } of buyers) {
    buyer.start();
    expect((await buyer.join(someone())).step).toBe('waiting');
  }
  expect(await ada.ask()).toEqual({ admitted: false, reason: 'waiting' });
  await serve(api.deps, sale.id);
  for (const { buyer } of buyers) {
    await vi.waitFor(() => expect(buyer.state().step).toBe('held'), 10_000);
  }
  expect(await ada.ask()).toMatchObject({ admitted: true });
  expect((await run('admission.mjs', ada.env()))[0]).toBe(0);
  expect((await run('admission.py', ada.env()))[0]).toBe(0);
  expect(await ada.buyer.pay({ contact: { name: 'Ada' } })).toMatchObject({ step: 'paid' });
  await eve.buyer.leave();
  await vi.waitFor(() => expect(eve.buyer.state().step).toBe('left'));
  expect((await run('admission.py', eve.env()))[0]).toBe(1);
  expect(await eve.ask()).toEqual({ admitted: false, reason: 'none' });
  for (const { buyer } of buyers) {
    buyer.stop();
  }
  expect(seen).toEqual(expect.arrayContaining(['loading', 'waiting', 'held', 'paid']));
});

test('a page of another origin reads the ticket only of a request that carried no cookie', async () => {
  const [origin = ''] = api.deps.env.clientOrigins;
  const exposedTo = async (headers: Record<string, string>) => {
    const answer = await api.inject({ url: '/health', headers: { origin, ...headers } });
    return String(answer.headers['access-control-expose-headers']).split(', ');
  };
  expect(await exposedTo({})).toContain('x-ticket');
  expect(await exposedTo({ cookie: 'flash_ticket_s1=t1.a' })).not.toContain('x-ticket');
});
