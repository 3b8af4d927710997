import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Sale } from '@flash/database';
import { createLogger } from '@flash/shared-config';
import { appProgram } from '@flash/testing';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import { createReleaseDeps } from './release.ts';
import { type CommandDeps, callOf, type Told, tell, USAGE } from './sale-command.ts';

/** Orders are judged the more seldom the longer that takes, and a busy machine takes long. */
const HALT_MS = 60_000;

let stage: Stage;
let deps: CommandDeps;
beforeAll(async () => {
  stage = await openStage();
  const log = createLogger({ name: 'test', level: 'silent', isProduction: true });
  deps = { ...createReleaseDeps({ ...stage, log }, 300), payment: stage.payment };
});
afterAll(() => stage.close());

/** What the command says, and does, with these arguments. */
async function sale(...args: string[]): Promise<Told> {
  const call = callOf(args);
  return call ? tell(deps, call) : { ok: false, lines: [USAGE] };
}

/** As a hand in the database would. */
async function writeQuantity({ id }: Sale, currentQuantity: number): Promise<void> {
  const _id = new mongo.ObjectId(id);
  await stage.db.db.collection('flashsales').updateOne({ _id }, { $set: { currentQuantity } });
}

async function haltedOf({ id }: Sale): Promise<string | null> {
  const shot = await stage.engine.snapshot(id);
  return shot.kind === 'snapshot' ? shot.halted : null;
}

test('a sale whose numbers break a rule hands out nothing more until an operator accepts it; the next break halts it again', {
  timeout: 3 * HALT_MS,
}, async () => {
  const worker = await stage.startWorker();
  const wrong = await stage.openSale({ startingQuantity: 10, name: 'Night Runner 2' });
  const crowd = crowdOf(stage, wrong.id);
  await crowd.join(3);
  await until('three hold', async () => (await crowd.held()) === 3);
  const early = await sale('resume', wrong.id, '--reason', 'too early');
  expect(early).toEqual({ ok: false, lines: ['The sale is not halted. Nothing was changed.'] });

  await writeQuantity(wrong, 7);
  // Something has to move for the audit to look.
  await crowd.join(1, { prefix: 'c' });
  await until('the sale is halted', async () => (await haltedOf(wrong)) !== '', HALT_MS);
  await crowd.join(2, { prefix: 'late' });
  const found = '  I1 WRONG_QUANTITY: currentQuantity is 7, not 10 units less 0 live orders';
  expect(await sale('inspect', wrong.id)).toEqual({
    ok: false,
    lines: [
      'Night Runner 2 (epoch 1)',
      'HALTED: the audit found a broken rule: I1 WRONG_QUANTITY',
      'Stock 10: 6 free, 4 held, 0 being paid for, 0 sold. 2 wait.',
      expect.stringMatching(/^Log: \d+ entries, \d+ of them stored\.$/),
      'Found:',
      found,
    ],
  });
  expect(await sale('resume', wrong.id, '--reason', 'written by hand, known')).toEqual({
    ok: true,
    lines: ['The sale goes on in epoch 2.', 'Accepted with it:', found],
  });
  await until('those who waited hold', async () => (await crowd.held()) === 6, HALT_MS);
  const [row] = (await stage.db.audit.list({ saleId: wrong.id, action: 'sale.release' })).items;
  expect(row).toMatchObject({ reason: 'written by hand, known', outcome: 'done' });
  const fine = await sale('inspect', wrong.id);
  expect(fine.ok).toBe(true);
  expect(fine.lines.slice(-3)).toEqual([
    'The audit finds nothing wrong.',
    'Accepted before:',
    found,
  ]);

  await writeQuantity(wrong, 6);
  await crowd.join(1, { prefix: 'd' });
  await until('the sale is halted again', async () => (await haltedOf(wrong)) !== '', HALT_MS);
  await worker.stop();
});

test.each([
  [[], 'usage: '],
  [['inspect', '6650f1a2b3c4d5e6f7a8b9c0', 'more'], 'usage: '],
  [['resume', '6650f1a2b3c4d5e6f7a8b9c0'], 'usage: '],
  [['resume', '6650f1a2b3c4d5e6f7a8b9c0', '--reason', ' '], 'usage: '],
  [['resume', '6650f1a2b3c4d5e6f7a8b9c0', '--reason', 'why not'], 'No live sale has the id'],
])('sale %j changes nothing and says why', async (args, message) => {
  const { ok, lines } = await sale(...args);
  expect(ok).toBe(false);
  expect(lines[0]).toContain(message);
});

test('the command itself tells of a sale in order, and ends with 0', {
  timeout: 60_000,
}, async () => {
  const { id } = await stage.openSale({ startingQuantity: 10, name: 'Night Runner 3' });
  const child = spawn(process.execPath, [...appProgram('worker', 'sale'), 'inspect', id], {
    env: { PATH: process.env.PATH, ENV_FILE: '/nonexistent', ...stage.env },
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(out).toContain('Night Runner 3 (epoch 1)\nUnits are handed out.');
});
