import { setTimeout as sleep } from 'node:timers/promises';
import { mastersOf } from '@flash/shared-config';
import { waitFor } from '@flash/testing';
import type { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { confirm, emailOf, leave, send } from '../buyers.ts';
import { openPool, type Pool } from '../connection.ts';
import { type CpuTimes, cpuBetween, readCpu, rssOf } from '../cpu.ts';
import { percentile, slopeOf } from '../stats.ts';

/** Sales of a day, one an hour; an hour is so much shorter as the run is shorter than a day. */
const SALES = 24;
const BUYERS_PER_SECOND = 20;
/** Of those who come, so many find a unit; the others wait for one that comes back. */
const STOCK_SHARE = 0.7;
const HOLD_MINUTES = 15;
/** As a sale allows it. */
const HOLD_SECONDS_MIN = 5;
const SAMPLE_MS = 5_000;
const WARM_UP_MS = 10_000;
/** Caches fill and code is compiled in the first part of a run; memory is judged after it. */
const SETTLED_SHARE = 1 / 3;
/** In which the worker takes the last sale out of Redis. */
const PUT_AWAY_MS = 60_000;

/** A sale ends by itself, a little after the last buyer came. */
const OPEN_LONGER_MS = 3_000;

interface Timed {
  /** Since the run began. */
  atMs: number;
  ms: number;
}

interface Sample {
  atMs: number;
  /** Resident memory of each process, in bytes. */
  rss: Record<string, number>;
  cpu: CpuTimes;
  done: number;
}

/** A day of sales in so many minutes: buyers pay, leave, let holds run out, and sales end and are put away. */
export const soak: Scenario = {
  name: 'soak',
  isLong: true,
  isAskedFor: true,
  async run(bench, { minutes }) {
    const runMs = minutes * 60_000;
    const hourMs = runMs / SALES;
    const scale = (24 * 60) / minutes;
    const holdTtlSeconds = Math.max(HOLD_SECONDS_MIN, Math.round((HOLD_MINUTES * 60) / scale));
    const pool = openPool(bench.api);
    // Compiles what is hot, and makes what the queue keeps for good.
    const first = createRun(bench, holdTtlSeconds);
    await first.putAway(await first.sell(pool, WARM_UP_MS));
    const [redis] = mastersOf(bench.redis);
    if (!redis) {
      throw new Error('no Redis');
    }
    const keysBefore = await countKeys(redis);
    const run = createRun(bench, holdTtlSeconds);
    const putAway: Promise<void>[] = [];
    const sampler = setInterval(run.sample, SAMPLE_MS);
    run.sample();
    for (let hour = 0; hour < SALES; hour += 1) {
      const saleId = await run.sell(pool, hourMs);
      putAway.push(run.putAway(saleId));
    }
    clearInterval(sampler);
    run.sample();
    await Promise.all(putAway);
    pool.close();
    const keysAfter = await waitUntilGone(redis, keysBefore);
    return [...run.figures(runMs), ...figuresOfKeys(keysBefore, keysAfter)];
  },
};

function createRun(bench: Bench, holdTtlSeconds: number) {
  const startedAt = performance.now();
  const atMs = () => performance.now() - startedAt;
  const times: Record<'buy' | 'confirm', Timed[]> = { buy: [], confirm: [] };
  const samples: Sample[] = [];
  let place = 0;
  let done = 0;
  let refused = 0;

  const note = (what: 'buy' | 'confirm', ms: number) => times[what].push({ atMs: atMs(), ms });

  /** One in ten leaves, two in ten let the hold run out, the others pay; who gets no unit waits for one. */
  async function visit(pool: Pool, flashSaleId: string, own: number, until: number): Promise<void> {
    const email = emailOf(own);
    const body = { email, flashSaleId };
    const answer = await pool.run((one) => send(one, { path: '/orders/buy', body }));
    if (answer.status !== 200) {
      refused += answer.status === 409 ? 0 : 1;
      return;
    }
    note('buy', answer.ms);
    const buyer = { email, flashSaleId, cookie: answer.cookie, state: '' };
    let told = JSON.parse(answer.text);
    while (told.state === 'waiting' && performance.now() < until) {
      await sleep(told.pollAfterMs);
      const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
      const headers = { cookie: buyer.cookie };
      const now = await pool.run((one) => one.send({ method: 'GET', path, headers }));
      told = now.status === 200 ? JSON.parse(now.text) : told;
    }
    if (told.state !== 'held') {
      return;
    }
    if (own % 10 === 0) {
      await pool.run((one) => leave(one, buyer));
    } else if (own % 10 > 2) {
      note('confirm', (await pool.run((one) => confirm(one, buyer))).ms);
    }
    done += 1;
  }

  return {
    sample: () => void samples.push({ atMs: atMs(), ...memoryAndCpu(bench.pids), done }),

    /** A sale is open for an hour of this run, and buyers come at an even pace. */
    async sell(pool: Pool, hourMs: number): Promise<string> {
      const buyers = Math.round((hourMs / 1_000) * BUYERS_PER_SECOND);
      const startingQuantity = Math.max(1, Math.round(buyers * STOCK_SHARE));
      const sale = { startingQuantity, holdTtlSeconds, lastsMs: hourMs + OPEN_LONGER_MS };
      const saleId = await bench.createSale(sale);
      const beganAt = performance.now();
      const visits: Promise<void>[] = [];
      for (let come = 0; come < buyers; come += 1) {
        const dueMs = beganAt + (come * 1_000) / BUYERS_PER_SECOND - performance.now();
        if (dueMs > 1) {
          await sleep(dueMs);
        }
        visits.push(visit(pool, saleId, place, beganAt + hourMs));
        place += 1;
      }
      await Promise.all(visits);
      return saleId;
    },

    async putAway(saleId: string): Promise<void> {
      const isOver = async () => {
        const shot = await bench.engine.snapshot(saleId);
        const isEmpty = shot.kind === 'snapshot' && shot.held + shot.claimed === 0;
        return isEmpty && shot.now >= shot.endsAt;
      };
      const timeoutMs = holdTtlSeconds * 1_000 + PUT_AWAY_MS;
      await waitFor(isOver, { timeoutMs, intervalMs: 500, what: 'the last hold to be over' });
      await bench.judge(saleId);
      await bench.control(saleId, 'archive');
    },

    figures(runMs: number): Figure[] {
      const share = (what: 'buy' | 'confirm', from: number, to: number) =>
        times[what]
          .filter((one) => one.atMs >= from * runMs && one.atMs < to * runMs)
          .map(({ ms }) => ms);
      const growth = (what: 'buy' | 'confirm') =>
        percentile(share(what, 0.9, 2), 0.99) / percentile(share(what, 0, 0.1), 0.99);
      const settled = samples.filter((one) => one.atMs >= runMs * SETTLED_SHARE);
      const slopes = Object.keys(bench.pids).map((name) =>
        figure(
          `soak: memory of ${name}, growth after the first third`,
          slopePerHour(settled, name),
          '%/h',
          name === 'api' || name.startsWith('worker') ? '< 1' : '–',
        ),
      );
      return [
        figure('soak: buyers', place, '', '–'),
        figure('soak: purchases', times.confirm.length, '', '–'),
        figure('soak: joins refused', refused, '', '0'),
        ...slopes,
        ...Object.keys(bench.pids).map((name) =>
          figure(`soak: memory of ${name} at the end`, megabytes(samples.at(-1), name), 'MB', '–'),
        ),
        figure('soak: buy p99, last tenth ÷ first tenth', growth('buy'), '×', '≤ 1.1'),
        figure('soak: confirm p99, last tenth ÷ first tenth', growth('confirm'), '×', '≤ 1.1'),
        figure(
          'soak: CPU of a visit, last tenth ÷ first tenth',
          cpuOfVisits(samples, 0.9 * runMs, runMs) / cpuOfVisits(samples, 0, 0.1 * runMs),
          '×',
          '≤ 1.1',
        ),
      ];
    },
  };
}

const figure = (what: string, value: number, unit: string, goal: string): Figure => ({
  what,
  value: Math.round(value * 100) / 100,
  unit,
  goal,
});

const megabytes = (sample: Sample | undefined, name: string) =>
  (sample?.rss[name] ?? Number.NaN) / 1_000_000;

function slopePerHour(samples: readonly Sample[], name: string): number {
  const points = samples.map(({ atMs, rss }) => ({ x: atMs, y: rss[name] ?? Number.NaN }));
  const middle = percentile(
    points.map(({ y }) => y),
    0.5,
  );
  return (slopeOf(points) * 3_600_000 * 100) / middle;
}

/** CPU of all processes for each buyer who came to an end, in ms. */
function cpuOfVisits(samples: readonly Sample[], fromMs: number, toMs: number): number {
  const within = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last) {
    return Number.NaN;
  }
  const used = Object.values(cpuBetween(first.cpu, last.cpu)).reduce((sum, ms) => sum + ms, 0);
  return used / (last.done - first.done);
}

function memoryAndCpu(pids: Record<string, number>): Pick<Sample, 'rss' | 'cpu'> {
  const rss = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, rssOf(pid)]));
  return { rss, cpu: readCpu(pids) };
}

interface Keys {
  all: number;
  /** Finished jobs that the queue keeps for its monitor, the last so many. */
  jobs: number;
  /** All others that do not expire by themselves. */
  lasting: Map<string, number>;
}

async function countKeys(redis: Redis): Promise<Keys> {
  const lasting = new Map<string, number>();
  let cursor = '0';
  let all = 0;
  let jobs = 0;
  const count = (key: string) => {
    if (/:\d+$/.test(key)) {
      jobs += 1;
      return;
    }
    const kind = key.replace(/\{.*\}.*/, '');
    lasting.set(kind, (lasting.get(kind) ?? 0) + 1);
  };
  do {
    const [next, keys] = await redis.scan(cursor, 'COUNT', 1_000);
    const ttls = await Promise.all(keys.map((key) => redis.pttl(key)));
    all += keys.length;
    for (const [at, key] of keys.entries()) {
      if (ttls[at] === -1) {
        count(key);
      }
    }
    cursor = next;
  } while (cursor !== '0');
  return { all, jobs, lasting };
}

/** Waits until no more keys stay than did before the first sale. */
async function waitUntilGone(redis: Redis, before: Keys): Promise<Keys> {
  const deadline = performance.now() + PUT_AWAY_MS;
  for (;;) {
    const now = await countKeys(redis);
    if (sumOf(now.lasting) <= sumOf(before.lasting) || performance.now() > deadline) {
      return now;
    }
    await sleep(1_000);
  }
}

const sumOf = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const expiring = ({ all, jobs, lasting }: Keys) => all - jobs - sumOf(lasting);

function figuresOfKeys(before: Keys, after: Keys): Figure[] {
  const more = [...after.lasting].filter(
    ([kind, count]) => count > (before.lasting.get(kind) ?? 0),
  );
  const names = more.map(([kind]) => kind).join(', ');
  return [
    figure('soak: keys in Redis at the start', before.all, '', '–'),
    figure('soak: keys in Redis at the end', after.all, '', '–'),
    figure('soak: jobs that the queue keeps', after.jobs, '', '≤ 1,500'),
    figure(
      'soak: keys that expire by themselves, more than at the start',
      expiring(after) - expiring(before),
      '',
      '–',
    ),
    figure(
      `soak: keys that stay, more than at the start${names ? ` (${names})` : ''}`,
      Math.max(0, sumOf(after.lasting) - sumOf(before.lasting)),
      '',
      '0',
    ),
  ];
}
