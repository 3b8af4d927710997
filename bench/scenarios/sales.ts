import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemAnswer } from '@flash/shared-types';
import { waitFor } from '@flash/testing';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { emailOf, spread } from '../buyers.ts';
import type { Answer, Connection } from '../connection.ts';
import type { CpuTimes } from '../cpu.ts';
import { perSecond } from '../stats.ts';

const SALES = Number(process.env.BENCH_SALES ?? 1_000);
const UNITS = 5;
const BUYERS_EACH = UNITS + 1;
const FRESH_BUYERS = 100;
const REST_MS = 20_000;
/** Expiries of a real sale are further away than this run. */
const SETTLED_MS = 15_000;
/** A sale that moved is judged once more, in turn with all others; what it costs is no rest. */
const JUDGED = { quietMs: 6_000, timeoutMs: 300_000 };
const COUNTED_MS = 5_000;

/** A thousand sales in which every unit is held and one buyer waits, and no traffic at all. */
export const sales: Scenario = {
  name: 'sales',
  isLong: true,
  async run(bench) {
    const ids: string[] = [];
    for (let made = 0; made < SALES; made += 1) {
      ids.push(await bench.createSale({ startingQuantity: UNITS }));
    }
    const connections = await bench.connections(32);
    const inOne = await fillOne(bench, connections);
    // One buyer of every sale, then the next one of every sale: all of them move all the time.
    const joins = Array.from({ length: SALES * BUYERS_EACH }, (_, place) => place);
    const before = performance.now();
    const answers = await spread(connections, joins, (connection, place) =>
      buy(connection, ids[place % SALES] ?? '', place),
    );
    const inAll = perSecond(joins.length, performance.now() - before);
    const refusals = answers.filter(({ status }) => status === 503);
    await sleep(SETTLED_MS);
    await whenJudged(bench);
    const cpu = await bench.cpuOf(() => sleep(REST_MS));
    const calls = await bench.callsIn(COUNTED_MS);
    const held = await buysWithHold(bench);
    for (const id of ids.slice(0, 20)) {
      await bench.judge(id);
    }
    return [
      {
        what: `joins refused with 503 while ${SALES} sales fill`,
        value: refusals.length,
        unit: `of ${joins.length}`,
        goal: '0',
      },
      ...byCode(refusals),
      {
        what: `joins answered while ${SALES} sales fill`,
        value: inAll,
        unit: '/s',
        goal: '–',
      },
      {
        what: `joins answered, ${SALES} sales ÷ one sale, same buyers`,
        value: inAll / inOne,
        unit: '×',
        goal: '≥ 0.8',
      },
      ...atRest(cpu),
      {
        what: 'calls sent to Redis for an idle sale',
        value: Math.round((calls / (COUNTED_MS / 1_000) / SALES) * 1_000) / 1_000,
        unit: '/s',
        goal: '≤ 0.1',
      },
      {
        what: 'buys in a fresh sale beside them that answer with the hold',
        value: held,
        unit: `of ${FRESH_BUYERS}`,
        goal: '≥ 95',
      },
    ];
  },
};

/** With BUSY as the API says it when the log of the sale is not stored in time; one that sheds load draws a time. */
const LAGGING_MS = 2_000;

/** Why joins were refused, as the answers say it. */
function byCode(refusals: readonly Answer[]): Figure[] {
  const counts = new Map<string, number>();
  for (const { text } of refusals) {
    const { code, retryAfterMs } = JSON.parse(text);
    const why = code === 'BUSY' && retryAfterMs === LAGGING_MS ? 'BUSY, log not stored' : code;
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([code, value]) => {
    return { what: `of them with the code ${code}`, value, unit: '', goal: '–' };
  });
}

/** Resolves when no worker has judged a sale for a while. */
async function whenJudged(bench: Bench): Promise<void> {
  const { quietMs, timeoutMs } = JUDGED;
  const headers = bench.teams[0] ?? {};
  const areDone = async () => {
    const answer = await fetch(`${bench.api}/system`, { headers });
    const { lastAudit } = (await answer.json()) as SystemAnswer;
    return lastAudit !== null && Date.now() - Date.parse(lastAudit.at) > quietMs;
  };
  await waitFor(areDone, { timeoutMs, intervalMs: 1_000, what: 'all sales to be judged' });
}

/** As many buyers for as many units in one sale; joins in a second. */
async function fillOne(bench: Bench, connections: readonly Connection[]): Promise<number> {
  const saleId = await bench.createSale({ startingQuantity: SALES * UNITS });
  const joins = Array.from({ length: SALES * BUYERS_EACH }, (_, place) => place);
  const before = performance.now();
  const answers = await spread(connections, joins, (connection, place) =>
    buy(connection, saleId, place),
  );
  return perSecond(answers.length, performance.now() - before);
}

async function buy(connection: Connection, flashSaleId: string, place: number) {
  const body = { email: emailOf(place), flashSaleId };
  return connection.send({ method: 'POST', path: '/orders/buy', body });
}

async function buysWithHold(bench: Bench): Promise<number> {
  const saleId = await bench.createSale({ startingQuantity: 2 * FRESH_BUYERS });
  const [connection] = await bench.connections(1);
  let held = 0;
  for (let place = 0; connection && place < FRESH_BUYERS; place += 1) {
    const answer = await buy(connection, saleId, place);
    held += answer.status === 200 && JSON.parse(answer.text).state === 'held' ? 1 : 0;
  }
  await bench.judge(saleId);
  return held;
}

function atRest(cpu: CpuTimes): Figure[] {
  const shares = Object.entries(cpu).map(([name, ms]) => [name, (ms / REST_MS) * 100] as const);
  const workers = shares.filter(([name]) => name.startsWith('worker'));
  const all = workers.reduce((sum, [, share]) => sum + share, 0);
  return [
    ...shares.map(([name, share]) => ({
      what: `${SALES} sales at rest, CPU of ${name}`,
      value: share,
      unit: '% of a core',
      goal: '–',
    })),
    {
      what: `${SALES} sales at rest, CPU of ${workers.length} worker(s) in sum`,
      value: all,
      unit: '% of a core',
      goal: workers.length === 1 ? '≤ 10' : '≤ 15',
    },
  ];
}
