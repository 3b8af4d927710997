import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { type Buyer, emailOf, send } from '../buyers.ts';
import { type Answer, openPool, type Pool } from '../connection.ts';
import { percentile, perSecond } from '../stats.ts';

const IN_FLIGHT = 64;
const TIMES = 3;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 12_000;
/** More sockets than this the load generator does not open: what comes then is lost before it is sent. */
const SOCKETS_MAX = 4_000;
/** Buyers who are still in the shop when the load ends. */
const REST_MS = 20_000;

interface Load {
  /** How many buyers came, how many of them were told at once to come later, and how many paid in time. */
  came: number;
  refused: number;
  lost: number;
  paid: number;
  confirmMs: number[];
  /** Answers that may not be given under load, by what was asked. */
  wrong: Map<string, number>;
}

/** Three times as many buyers as the system can serve: does it still serve as many as it can? */
export const overload: Scenario = {
  name: 'overload',
  isLong: true,
  async run(bench) {
    const pool = openPool(bench.api);
    const normal = await atCapacity(bench, pool);
    const capacity = perSecond(normal.paid, MEASURED_MS);
    const flooded = await atPace(bench, pool, TIMES * capacity);
    pool.close();
    const goodput = perSecond(flooded.paid, MEASURED_MS);
    const [before, after] = [normal, flooded].map((load) => percentile(load.confirmMs, 0.99));
    const wrong = [...normal.wrong, ...flooded.wrong];
    const names = wrong.map(([what, count]) => `${what}: ${count}`).join(', ');
    const sum = wrong.reduce((all, [, count]) => all + count, 0);
    return [
      figure(`capacity, ${IN_FLIGHT} buyers in flight`, capacity, 'purchases/s', '–'),
      figure(`${TIMES} × that: purchases`, goodput, '/s', '–'),
      figure(`${TIMES} × that: purchases ÷ capacity`, goodput / capacity, '×', '≥ 0.9'),
      figure('confirm at capacity, p99', before ?? Number.NaN, 'ms', '–'),
      figure(`confirm at ${TIMES} × that, p99`, after ?? Number.NaN, 'ms', '–'),
      figure(
        'confirm p99, overloaded ÷ at capacity',
        (after ?? Number.NaN) / (before ?? Number.NaN),
        '×',
        '≤ 2',
      ),
      figure('buyers who were told to come later', flooded.refused, `of ${flooded.came}`, '–'),
      figure('buyers that the load generator could not send', flooded.lost, '', '–'),
      figure(
        `other answers than 200 and 503 to join or poll${names && ` (${names})`}`,
        sum,
        '',
        '0',
      ),
    ];
  },
};

const figure = (what: string, value: number, unit: string, goal: string): Figure => {
  return { what, value: Math.round(value * 100) / 100, unit, goal };
};

/** As many buyers at once as keep the system busy; the next one comes when one has paid. */
async function atCapacity(bench: Bench, pool: Pool): Promise<Load> {
  const saleId = await bench.createSale({ startingQuantity: 100_000, fastPassPercent: 0 });
  const load = newLoad();
  const end = performance.now() + WARM_UP_MS + MEASURED_MS;
  const from = performance.now() + WARM_UP_MS;
  let place = 0;
  const oneByOne = async () => {
    while (performance.now() < end) {
      place += 1;
      await purchase(pool, saleId, place, load, { from, end });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneByOne));
  await bench.judge(saleId);
  return load;
}

/** Buyers come at this pace, whatever becomes of those before them. */
async function atPace(bench: Bench, pool: Pool, perSecondWanted: number): Promise<Load> {
  const saleId = await bench.createSale({ startingQuantity: 200_000, fastPassPercent: 0 });
  const load = newLoad();
  const begin = performance.now();
  const window = { from: begin + WARM_UP_MS, end: begin + WARM_UP_MS + MEASURED_MS };
  const inShop = new Set<Promise<void>>();
  let place = 0;
  while (performance.now() < window.end) {
    const due = Math.floor(((performance.now() - begin) / 1_000) * perSecondWanted);
    for (; place < due; place += 1) {
      load.came += 1;
      if (inShop.size >= SOCKETS_MAX) {
        load.lost += 1;
        continue;
      }
      const visit: Promise<void> = purchase(pool, saleId, place, load, window)
        .catch((error: Error) => count(load, error.message))
        .finally(() => inShop.delete(visit));
      inShop.add(visit);
    }
    await sleep(2);
  }
  await Promise.race([Promise.all(inShop), sleep(REST_MS)]);
  await bench.judge(saleId);
  return load;
}

const newLoad = (): Load => ({
  came: 0,
  refused: 0,
  lost: 0,
  paid: 0,
  confirmMs: [],
  wrong: new Map(),
});

function count(load: Load, wrong: string): void {
  load.wrong.set(wrong, (load.wrong.get(wrong) ?? 0) + 1);
}

/** A buyer whose join is refused leaves; one with a place waits as long as it takes. */
async function purchase(
  pool: Pool,
  flashSaleId: string,
  place: number,
  load: Load,
  { from, end }: { from: number; end: number },
): Promise<void> {
  const email = emailOf(place);
  const body = { email, flashSaleId };
  const note = (what: string, { status }: Answer) => count(load, `${what} ${status}`);
  const joined = await pool.run((one) => send(one, { path: '/orders/buy', body }));
  if (joined.status === 503) {
    load.refused += 1;
    return;
  }
  if (joined.status !== 200) {
    note('join', joined);
    return;
  }
  const buyer: Buyer = { ...body, cookie: joined.cookie, state: JSON.parse(joined.text).state };
  const headers = { cookie: buyer.cookie };
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  for (let told = JSON.parse(joined.text); told.state !== 'held'; ) {
    await sleep(told.pollAfterMs ?? told.retryAfterMs ?? 1_000);
    if (performance.now() > end + REST_MS / 2) {
      return;
    }
    const asked = await pool.run((one) => one.send({ method: 'GET', path, headers }));
    if (asked.status !== 200 && asked.status !== 503) {
      note('poll', asked);
      return;
    }
    told = JSON.parse(asked.text);
  }
  const paid = await pool.run((one) => send(one, { path: '/orders/confirm', body, headers }));
  if (paid.status !== 200) {
    note('confirm', paid);
    return;
  }
  const now = performance.now();
  if (now >= from && now < end) {
    load.paid += 1;
    load.confirmMs.push(paid.ms);
  }
}
