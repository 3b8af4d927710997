import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNotices } from '@flash/reservation';
import { waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { type Buyer, join, joinAll, leave, spread } from '../buyers.ts';
import type { Connection } from '../connection.ts';
import { rssOf } from '../cpu.ts';
import { median, percentile } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const STREAMS = Number(process.env.BENCH_STREAMS ?? 10_000);
/** So many wait near the head of the line, where each has a stream; the others hold a unit. */
const WAITING = 90;
const OPENED_AT_ONCE = 64;
const TURNS = 500;
const TURNS_PER_SECOND = 20;
const STILL_MS = 5_000;
const TOLD_WITHIN_MS = 30_000;

/** Ten thousand buyers listen to one API process, and units that come back go to the head of the line. */
export const streams: Scenario = {
  name: 'streams',
  isLong: true,
  async run(bench) {
    const connections = await bench.connections(OPENED_AT_ONCE);
    const holders = STREAMS - WAITING;
    const saleId = await bench.createSale({ startingQuantity: holders, fastPassPercent: 0 });
    const buyers = await joinAll(connections, saleId, STREAMS);
    await waitForGrants(bench, saleId, holders);
    const listeners = createListeners(bench);
    // What the joins left behind is collected before the streams are counted.
    await sleep(STILL_MS);
    const before = rssOf(bench.pids.api ?? 0);
    await spread(connections, buyers, (_, buyer) => listeners.open(buyer));
    const opened = listeners.opened();
    await sleep(STILL_MS);
    const memory = rssOf(bench.pids.api ?? 0) - before;
    const still = await bench.cpuOf(() => sleep(STILL_MS));
    const calls = await bench.callsIn(STILL_MS);
    const news = await serveInTurn(bench, connections, saleId, buyers, listeners);
    const toldAllMs = await tellAll(bench, saleId, listeners);
    listeners.close();
    await bench.control(saleId, 'resume');
    await bench.judge(saleId);
    const what = `${opened.toLocaleString('en')} streams`;
    return [
      figure(`${what} on one process: opened`, opened, `of ${STREAMS}`, 'all'),
      figure(`${what}: memory of the API for each`, memory / opened / 1_000, 'kB', '≤ 15'),
      figure(`${what}: from the grant to the buyer's stream, p50`, median(news), 'ms', '–'),
      figure(
        `${what}: from the grant to the buyer's stream, p99`,
        percentile(news, 0.99),
        'ms',
        '≤ 100',
      ),
      figure(`${what}: turns whose news came`, news.length, `of ${TURNS}`, 'all'),
      figure(`${what}: from a pause to the last stream told`, toldAllMs, 'ms', '–'),
      figure(`${what}, nothing happens: CPU of the API`, percentOf(still.api), '% of a core', '–'),
      figure(
        `${what}, nothing happens: calls to Redis by all processes`,
        calls / (STILL_MS / 1_000),
        '/s',
        '–',
      ),
    ];
  },
};

const figure = (what: string, value: number, unit: string, goal: string): Figure => {
  return { what, value: Math.round(value * 100) / 100, unit, goal };
};

const percentOf = (cpuMs = Number.NaN) => (cpuMs / STILL_MS) * 100;

type Listeners = ReturnType<typeof createListeners>;

function createListeners(bench: Bench) {
  const open = new Set<IncomingMessage>();
  /** When a stream said that its buyer holds this place. */
  const heldAt = new Map<number, number>();
  /** Streams that said that the sale is paused. */
  const pausedTold = new Set<IncomingMessage>();
  let opened = 0;

  function read(answer: IncomingMessage, text: string): void {
    if (text.includes('"pause":{')) {
      pausedTold.add(answer);
    }
    const seq = text.includes('"state":"held"') ? /"seq":(\d+)/.exec(text)?.[1] : undefined;
    if (seq !== undefined && !heldAt.has(Number(seq))) {
      heldAt.set(Number(seq), Date.now());
    }
  }

  return {
    heldAt,
    opened: () => opened,
    areAllToldOfPause: () => [...open].every((answer) => pausedTold.has(answer)),
    open({ flashSaleId, cookie }: Buyer): Promise<void> {
      const url = new URL(`/orders/stream?flashSaleId=${flashSaleId}`, bench.api);
      return new Promise((resolve, reject) => {
        const asked = get(url, { headers: { cookie }, agent: false }, (answer) => {
          if (answer.statusCode !== 200) {
            answer.resume();
            resolve();
            return;
          }
          opened += 1;
          open.add(answer);
          answer.setEncoding('utf8').on('data', (text: string) => read(answer, text));
          answer.on('error', () => {});
          answer.once('close', () => open.delete(answer));
          resolve();
        });
        asked.on('error', reject);
      });
    },
    close() {
      for (const answer of open) {
        answer.destroy();
      }
    },
  };
}

/** Holders leave one by one, the head of the line is served, and a new buyer takes the last place. */
async function serveInTurn(
  bench: Bench,
  connections: readonly Connection[],
  saleId: string,
  buyers: readonly Buyer[],
  listeners: Listeners,
): Promise<number[]> {
  const [leaving, joining] = connections as [Connection, Connection];
  const grantedAt = new Map<number, number>();
  const subscriber = new Redis(bench.stack.redis);
  const notices = await createNotices(subscriber);
  notices.on(({ saleId: of, entry }) => {
    if (of === saleId && entry.type === 'grant') {
      for (const { seq } of entry.holds) {
        grantedAt.set(seq, entry.at);
      }
    }
  });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const next = sleep(1_000 / TURNS_PER_SECOND);
    const holder = buyers[turn];
    if (holder) {
      await leave(leaving, holder);
    }
    await listeners.open(await join(joining, saleId, STREAMS + turn));
    await next;
  }
  const isTold = () => [...grantedAt.keys()].every((seq) => listeners.heldAt.has(seq));
  await waitFor(isTold, { timeoutMs: TOLD_WITHIN_MS, what: 'the last news' }).catch(() => {});
  await notices.close();
  subscriber.disconnect();
  return [...grantedAt].flatMap(([seq, at]) => {
    const seenAt = listeners.heldAt.get(seq);
    return seenAt === undefined ? [] : [seenAt - at];
  });
}

/** A pause concerns all of them at once. */
async function tellAll(bench: Bench, saleId: string, listeners: Listeners): Promise<number> {
  const before = performance.now();
  await bench.control(saleId, 'pause');
  const what = 'all streams to be told';
  await waitFor(listeners.areAllToldOfPause, { timeoutMs: TOLD_WITHIN_MS, what });
  return performance.now() - before;
}
