import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { keysOf } from '@flash/reservation';
import { findFreePort, waitFor } from '@flash/testing';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinAll } from '../bench/buyers.ts';
import { type Observed, startObserved } from './prometheus/observed.ts';

/** Two minutes are what a person on call is promised; the machine of a test is slower than a real one. */
const FOUND_MS = 120_000;
const UNITS = 6;

let observed: Observed;
let receiver: Server;
let saleId = '';
const posted: { alert: string; saleId: string | null }[] = [];

beforeAll(async () => {
  const port = await findFreePort();
  receiver = createServer((request, answer) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      posted.push(JSON.parse(text));
      answer.end();
    });
  }).listen(port, '127.0.0.1');
  process.env.ALERT_WEBHOOK_URL = `http://127.0.0.1:${port}/`;
  observed = await startObserved();
  const { bench } = observed;
  saleId = await bench.createSale({ startingQuantity: UNITS });
  await joinAll(await bench.connections(4), saleId, UNITS + 4);
  await untilHeld(UNITS);
}, 600_000);
afterAll(async () => {
  await observed?.close();
  receiver?.close();
});

const rings = (alert: string) =>
  observed.seen(`ALERTS{alertname="${alert}", alertstate="firing"}`, FOUND_MS);
const isSilent = (alert: string) =>
  observed.seen(`absent(ALERTS{alertname="${alert}", alertstate="firing"})`, 2 * FOUND_MS);
const shotOf = async () => {
  const shot = await observed.engine.snapshot(saleId);
  return shot.kind === 'snapshot' ? shot : null;
};
async function untilHeld(held: number): Promise<void> {
  const look = async () => (await shotOf())?.held === held;
  await waitFor(look, { what: `${held} held`, timeoutMs: FOUND_MS });
}
/** Read anew: what ended has another pid. */
const pidOf = (name: string): number =>
  JSON.parse(readFileSync(join(observed.stack.dir, 'run.json'), 'utf8')).pids[name];

interface System {
  redis: { ok: boolean };
  database: { ok: boolean };
  processes: { kind: string; alive: boolean }[];
  sales: { flashSaleId: string; halted: string | null }[];
}
/** The screen *System*. */
async function system(): Promise<System> {
  const [headers] = observed.bench.teams;
  const answer = await fetch(`${observed.stack.api}/system`, { headers });
  return (await answer.json()) as System;
}

/** `npm run sale -- …`, as the runbooks have it. */
function sale(...args: string[]): Promise<{ code: number; output: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: observed.stack.dir, ENV_FILE: '/nonexistent' };
  const command = ['run', '--silent', 'sale', '--', ...args];
  return new Promise((resolve) => {
    execFile('npm', command, { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}

async function silenced(name: string, meanwhile: () => Promise<void>): Promise<void> {
  const pid = pidOf(name);
  process.kill(pid, 'SIGSTOP');
  try {
    await meanwhile();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('a person on call', () => {
  test('is told that Redis is lost, and finds the line as it was', async () => {
    await silenced('redis', async () => {
      await rings('RedisAway');
      expect((await system()).redis.ok).toBe(false);
    });
    await isSilent('RedisAway');
    await observed.redis.flushall();
    await rings('SaleRestored');
    await untilHeld(UNITS);
    expect(await shotOf()).toMatchObject({ waiting: 4, halted: '' });
  });

  test('is told that MongoDB is lost, by Prometheus and by message, and no hold runs out', async () => {
    await silenced('mongo', async () => {
      await rings('DatabaseAway');
      await waitFor(() => posted.some(({ alert }) => alert === 'database'), {
        ...{ what: 'the message', timeoutMs: FOUND_MS },
      });
    });
    await isSilent('DatabaseAway');
    expect((await shotOf())?.held).toBe(UNITS);
  });

  test('is told that no worker answers, sees which, ends them, and the line goes on', async () => {
    const stuck = ['worker', 'worker-2'];
    const before = stuck.map(pidOf);
    for (const pid of before) {
      process.kill(pid, 'SIGSTOP');
    }
    await rings('NoWorker');
    const { processes } = await system();
    expect(
      processes.filter(({ kind }) => kind === 'worker').map(({ alive }) => alive),
    ).not.toContain(true);
    for (const pid of before) {
      process.kill(pid, 'SIGKILL');
    }
    await isSilent('NoWorker');
    const [holder] = await holders();
    await observed.engine.release(saleId, { buyer: holder ?? '' });
    await untilHeld(UNITS);
    expect((await shotOf())?.waiting).toBe(3);
  });

  test('is told of stock that is wrong, finds what and where, mends it and lets the sale go on', async () => {
    const sales = observed.db.db.collection('flashsales');
    const _id = new mongo.ObjectId(saleId);
    await sales.updateOne({ _id }, { $inc: { currentQuantity: -2 } });
    await observed.engine.join(saleId, { buyer: 'moves-it', bearer: false });
    await rings('InvariantBroken');
    await rings('NeedsAPerson');
    const halted = async () => (await system()).sales.some((one) => one.halted !== null);
    await waitFor(halted, { what: 'System says halted', timeoutMs: FOUND_MS });
    const found = await sale('inspect', saleId);
    expect(found.code).toBe(1);
    expect(found.output).toMatch(/HALTED[\s\S]*I1 WRONG_QUANTITY/);
    await sales.updateOne({ _id }, { $inc: { currentQuantity: 2 } });
    const released = await sale('resume', saleId, '--reason', 'a number was changed by hand');
    expect(released.output).toMatch(/goes on in epoch/);
    await waitFor(async () => (await sale('inspect', saleId)).code === 0, {
      ...{ what: 'inspect finds nothing', timeoutMs: FOUND_MS, intervalMs: 1_000 },
    });
    await isSilent('InvariantBroken');
  });

  test('is told of a number changed in Redis, which the workers mend by themselves', async () => {
    const epoch = (await shotOf())?.epoch ?? 0;
    await observed.redis.incrby(keysOf(saleId).inventory, 1);
    await observed.engine.join(saleId, { buyer: 'moves-it-again', bearer: false });
    await waitFor(async () => ((await shotOf())?.epoch ?? 0) > epoch, {
      ...{ what: 'it is rebuilt', timeoutMs: FOUND_MS },
    });
    await waitFor(async () => (await sale('inspect', saleId)).code === 0, {
      ...{ what: 'inspect finds nothing', timeoutMs: FOUND_MS, intervalMs: 1_000 },
    });
  });

  test('stops a sale with the command of the runbook, and no unit is handed out any longer', async () => {
    const page = readFileSync(new URL('../docs/runbooks/stop-a-sale.md', import.meta.url), 'utf8');
    const command = /^curl -X POST .+$/m.exec(page)?.[0] ?? '';
    const token = observed.bench.teams[0]?.authorization?.replace('Bearer ', '');
    const env = { ...process.env, API: observed.stack.api, SALE: saleId, TOKEN: token };
    const output = await new Promise<string>((resolve) => {
      execFile('sh', ['-c', command], { env }, (_, stdout, stderr) =>
        resolve(`${stdout}${stderr}`),
      );
    });
    expect(output).toContain('"ok":true');
    const [holder] = await holders();
    await observed.engine.release(saleId, { buyer: holder ?? '' });
    expect(await shotOf()).toMatchObject({ free: 1, held: UNITS - 1 });
  });
});

async function holders(): Promise<string[]> {
  const names = await observed.redis.hkeys(keysOf(saleId).holds);
  const seen = await observed.engine.position(saleId, names);
  const places = seen.kind === 'positions' ? seen.places : [];
  return names.filter((_, index) => places[index]?.state === 'held');
}
