import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '@flash/fairness';
import {
  createHistory,
  createSeeded,
  type Operation,
  recordEngine,
  replay,
  type Seeded,
  seedOfRun,
  writeHistory,
} from '@flash/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { connectTestRedis, openTestSale, testRules } from '../testing/sale.ts';
import { type Client, playClients } from './clients.ts';
import { breakHistory, overlap, type Small } from './small-histories.ts';

const RIGHT = Number(process.env.HISTORIES ?? 3_000);

test(`the replay and an independent checker judge ${RIGHT} right histories and as many broken ones alike`, async () => {
  const judge = buildJudge();
  const first = seedOfRun();
  const redis = connectTestRedis();
  const histories: Small[] = [];
  for (let seed = first; seed < first + RIGHT; seed += 1) {
    const random = createSeeded(seed);
    const right = overlap(await playSmall(redis, random), random);
    histories.push({ ...right, seed, how: 'right' });
    histories.push({ ...breakHistory(right, random), seed });
  }
  const verdicts = await judge(histories);
  expect(verdicts).toHaveLength(histories.length);
  const counts: Record<string, number> = {};
  const differ: object[] = [];
  for (const [i, history] of histories.entries()) {
    const found = replay(history);
    const own = found.length === 0 ? 'right' : 'wrong';
    const { how, seed } = history;
    counts[`${how}: ${own}`] = (counts[`${how}: ${own}`] ?? 0) + 1;
    if (verdicts[i] !== own || (how === 'right' && own !== 'right')) {
      differ.push({ seed, how, replay: own, porcupine: verdicts[i], found });
      writeHistory(`.data/histories/small-${seed}.jsonl`, history);
    }
  }
  // To see one again: SEED=… HISTORIES=1
  expect(differ).toEqual([]);
  console.info(`seed ${first}`, counts);
  const rejected = Object.entries(counts).filter(([name]) => name.endsWith(': wrong'));
  expect(rejected.length).toBeGreaterThan(RIGHT >= 1_000 ? 12 : 0);
});

/** Builds the checker with Go; without Go this fails, because nothing would be shown. */
function buildJudge() {
  const dir = mkdtempSync(join(tmpdir(), 'flash-porcupine-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const program = join(dir, 'porcupine');
  const source = join(import.meta.dirname, 'porcupine');
  const built = spawnSync('go', ['build', '-o', program, '.'], { cwd: source, encoding: 'utf8' });
  if (built.status !== 0) {
    throw new Error(`Go has to build the independent checker: ${built.error ?? built.stderr}`);
  }
  return (histories: readonly Small[]) =>
    new Promise<string[]>((resolve, reject) => {
      const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      child.once('error', reject);
      child.once('close', () => resolve(output.trim().split('\n')));
      child.stdin.end(histories.map((history) => JSON.stringify(history)).join('\n'));
    });
}

/** Few buyers and units, one call after the other, on the real scripts. */
async function playSmall(redis: ReturnType<typeof connectTestRedis>, random: Seeded) {
  const rules = { holdMs: 100_000, extensionMs: 50_000, extensions: 2 };
  const sale = await openTestSale({ redis, stock: 1 + random.below(3), rules });
  const history = createHistory();
  const engine = recordEngine(sale.engine, history);
  const clients: Client[] = [{ engine, name: 'c' }];
  await playClients({
    ...{ saleId: sale.saleId, clients, workers: sale.engine, random, rules: sale.rules },
    buyers: Array.from({ length: 4 }, (_, i) => `b${i}`),
    calls: 16,
    workEvery: 4,
    pass: () => {
      sale.clock.now += random.below(random.chance(0.2) ? 120_000 : 9_000);
    },
  });
  const entries = await sale.log();
  await sale.engine.drop(sale.saleId);
  return { entries, operations: history.of(sale.saleId) };
}

const CALLS = Number(process.env.CALLS ?? 1_000_000);
const CLIENTS = 64;

test(`the replay checks ${CALLS} calls of ${CLIENTS} clients at once in less time than they took`, async () => {
  const redis = connectTestRedis();
  const workers = createEngine(redis);
  const saleId = '0123456789abcdef01234567';
  const rules = testRules(Date.now(), { holdMs: 2_000, extensionMs: 1_000, extensions: 1 });
  await workers.activate(saleId, rules, { epoch: 1, stock: 2_000 });
  await workers.lock(saleId, 'drain', 3_600_000);
  const history = createHistory();
  const clients = Array.from({ length: CLIENTS }, (_, i): Client => {
    const name = `client ${i}`;
    return { name, engine: recordEngine(workers, history, name) };
  });
  const startedAt = performance.now();
  await playClients({
    ...{ saleId, clients, workers, rules, random: createSeeded(seedOfRun()) },
    buyers: Array.from({ length: 20_000 }, (_, i) => `b${i}`),
    calls: CALLS,
    workEvery: 24,
    pass: () => {},
  });
  const playedMs = performance.now() - startedAt;
  const entries: LogEntry[] = [];
  for (let page: LogEntry[] = []; entries.length === 0 || page.length > 0; ) {
    page = await workers.readLog(saleId, entries.length + 1, 20_000);
    entries.push(...page);
  }
  const operations: Operation[] = history.of(saleId);
  expect(operations.length).toBeGreaterThanOrEqual(CALLS);
  const before = performance.now();
  expect(replay({ entries, operations, isComplete: true })).toEqual([]);
  const replayedMs = performance.now() - before;
  const figures = `${operations.length} calls, ${entries.length} entries`;
  console.info(`${figures}: played in ${playedMs | 0} ms, replayed in ${replayedMs | 0} ms`);
  expect(replayedMs).toBeLessThan(playedMs);
  await workers.drop(saleId);
});
