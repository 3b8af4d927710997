import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { findK6 } from '../../tools/engines/programs.mjs';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { prefixOf, type Variant } from '../classic/classic.ts';
import { startClassic } from '../classic/start.ts';
import { cpuBetween, readCpu } from '../cpu.ts';
import { quantileOf } from '../stats.ts';

const VUS = process.env.VUS ?? '2000';
const UNITS = process.env.STARTING_QUANTITY ?? '1000';
/** The documented run goes on for 200 s; everything is sold long before. */
const STEADY = process.env.STEADY ?? '50';

interface Seen {
  requestsPerSecond: number;
  requests: number;
  p95: Record<string, number>;
  buyToHoldP50: number;
  bought: number;
  apiCpuMs: number;
  lastOrderMs: number;
}

/** The documented load scenario, 2,000 buyers for 1,000 units: ours, and then the usual design. */
export const k6: Scenario = {
  name: 'k6',
  isLong: true,
  isAskedFor: true,
  async run(bench) {
    const before = await confirmBuckets(bench);
    const ours = await playOurs(bench);
    const inside = quantileOf(await confirmBuckets(bench), before, 0.95) * 1_000;
    const classic = await playClassic(bench, 'retrying');
    return [
      { what: 'k6, ours: confirm inside the API, p95', value: inside, unit: 'ms', goal: '≤ 50' },
      ...figuresOf('ours', ours, '≤ 5,000'),
      ...figuresOf('classic, retrying', classic, '–'),
      ratio(
        'confirm at the client, p95, ours ÷ classic',
        ours.p95.confirm,
        classic.p95.confirm,
        '< 1',
      ),
      ratio(
        'requests a second, ours ÷ classic',
        ours.requestsPerSecond,
        classic.requestsPerSecond,
        '–',
      ),
      ratio(
        'CPU of the API for a request, ours ÷ classic',
        perRequest(ours),
        perRequest(classic),
        '≤ 0.25',
      ),
      ratio('p95 of all requests, ours ÷ classic', ours.p95.all, classic.p95.all, '≤ 0.33'),
    ];
  },
};

const perRequest = ({ apiCpuMs, requests }: Seen) => apiCpuMs / requests;

const ratio = (what: string, ours = Number.NaN, theirs = Number.NaN, goal = '–'): Figure => {
  return { what: `k6: ${what}`, value: ours / theirs, unit: '×', goal };
};

function figuresOf(name: string, seen: Seen, lastOrderGoal: string): Figure[] {
  const figure = (what: string, value: number, unit: string, goal = '–'): Figure => {
    return { what: `k6, ${name}: ${what}`, value, unit, goal };
  };
  return [
    figure('requests', seen.requestsPerSecond, '/s'),
    figure('p95 of all requests', seen.p95.all ?? Number.NaN, 'ms'),
    figure('buy at the client, p95', seen.p95.buy ?? Number.NaN, 'ms'),
    figure('confirm at the client, p95', seen.p95.confirm ?? Number.NaN, 'ms'),
    figure('from buy to hold, middle', seen.buyToHoldP50, 'ms'),
    figure('from buy to hold, p95', seen.p95.buyToHold ?? Number.NaN, 'ms'),
    figure('bought', seen.bought, `of ${UNITS}`),
    figure('last order after the first', seen.lastOrderMs, 'ms', lastOrderGoal),
    figure('CPU of the API for a request', perRequest(seen) * 1_000, 'µs'),
  ];
}

async function playOurs(bench: Bench): Promise<Seen> {
  const api = bench.pids.api ?? 0;
  const before = readCpu({ api });
  const played = await play(bench.api);
  const { api: apiCpuMs = Number.NaN } = cpuBetween(before, readCpu({ api }));
  return { ...played, apiCpuMs, lastOrderMs: await spanOfOrders(bench.stack.mongo) };
}

async function playClassic(bench: Bench, variant: Variant): Promise<Seen> {
  const system = await startClassic(variant, bench.stack);
  try {
    const { api } = system.pids;
    const before = readCpu({ api });
    const played = await play(system.api);
    const { api: apiCpuMs = Number.NaN } = cpuBetween(before, readCpu({ api }));
    const lastOrderMs = await spanOfOrders(bench.stack.mongo, prefixOf(variant));
    return { ...played, apiCpuMs, lastOrderMs };
  } finally {
    await system.stop();
  }
}

async function play(api: string): Promise<Omit<Seen, 'apiCpuMs' | 'lastOrderMs'>> {
  const dir = mkdtempSync(join(tmpdir(), 'flash-k6-'));
  const file = join(dir, 'summary.json');
  const { source } = await findK6();
  const [program = 'k6', ...args] = source.command([
    ...['run', '--quiet', '--no-usage-report', '--summary-export', file],
    'k6/flash-sale.js',
  ]);
  const env = { ...process.env, API_BASE: api, VUS, STEADY, STARTING_QUANTITY: UNITS };
  const child = spawn(program, args, {
    cwd: resolve(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  const { metrics } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(dir, { recursive: true, force: true });
  const p95 = (name: string): number => metrics[name]?.['p(95)'] ?? Number.NaN;
  return {
    requests: metrics.http_reqs.count,
    requestsPerSecond: metrics.http_reqs.rate,
    buyToHoldP50: metrics.buy_to_hold?.med ?? Number.NaN,
    bought: metrics.bought?.count ?? 0,
    p95: {
      all: p95('http_req_duration'),
      buy: p95('http_req_duration{name:buy}'),
      confirm: p95('http_req_duration{name:confirm}'),
      buyToHold: p95('buy_to_hold'),
    },
  };
}

/** From the first to the last order, by the clock of this machine; the classic design also keeps unpaid ones. */
async function spanOfOrders(uri: string, database?: string): Promise<number> {
  const client = await MongoClient.connect(uri);
  try {
    const orders = client.db(database).collection('orders');
    const [span] = await orders
      .aggregate([
        { $match: { $or: [{ kind: 'order' }, { paymentStatus: 'paid' }] } },
        { $group: { _id: null, first: { $min: '$createdAt' }, last: { $max: '$createdAt' } } },
      ])
      .toArray();
    return span ? span.last - span.first : Number.NaN;
  } finally {
    await client.close();
  }
}

/** Answers of confirm so far by their time in seconds: `le` and how many came within it. */
async function confirmBuckets(bench: Bench): Promise<Map<number, number>> {
  const text = await fetch(`${bench.api}/metrics`).then((answer) => answer.text());
  const lines = text.matchAll(/^flash_confirm_duration_seconds_bucket\{(.*)\} (\d+)$/gm);
  const counts = new Map<number, number>();
  for (const [, labels = '', count] of lines) {
    const le = Number(/le="([^"]+)"/.exec(labels)?.[1]?.replace('+Inf', 'Infinity'));
    counts.set(le, (counts.get(le) ?? 0) + Number(count));
  }
  return counts;
}
