import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Scenario } from '../bench.ts';
import { confirm, join, joinAll, spread } from '../buyers.ts';
import { type Cost, measureCosts, type Step, sumOf } from '../costs.ts';
import type { CpuTimes } from '../cpu.ts';
import type { Series } from '../plots.ts';
import { median, percentile, perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const IDLE_MS = 20_000;
const WARM_UP = 50;
const PURCHASES = 500;

/** What the system costs while nothing happens, and for one buyer at a time. */
export const sparse: Scenario = {
  name: 'sparse',
  async run(bench) {
    await sleep(5_000);
    const idle = await bench.cpuOf(() => sleep(IDLE_MS));
    const saleId = await bench.createSale({ startingQuantity: WARM_UP + PURCHASES + 100 });
    // The server closes a connection that is idle for long.
    const [connection] = await bench.connections(1);
    if (!connection) {
      return [];
    }
    const purchases = async (from: number, count: number) => {
      for (let place = from; place < from + count; place += 1) {
        const buyer = await join(connection, saleId, place);
        // On a busy machine the hold may come after the answer.
        while (buyer.state !== 'held') {
          await sleep(10);
          const headers = { cookie: buyer.cookie };
          const path = `/orders/position?email=${encodeURIComponent(buyer.email)}&flashSaleId=${saleId}`;
          const answer = await connection.send({ method: 'GET', path, headers });
          buyer.state = JSON.parse(answer.text).state;
        }
        await confirm(connection, buyer);
      }
    };
    await purchases(0, WARM_UP);
    const cpu = await bench.cpuOf(() => purchases(WARM_UP, PURCHASES));
    await bench.judge(saleId);
    return [
      ...sumsOf('an idle system, CPU a second', idle, IDLE_MS / 1_000, '≤ 20'),
      ...sumsOf('one buyer at a time, CPU a purchase', cpu, PURCHASES, '≤ 3'),
    ];
  },
};

function sumsOf(what: string, cpu: CpuTimes, count: number, goal: string): Figure[] {
  const all = Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
  return [
    ...Object.entries(cpu).map(([name, ms]) => ({
      what: `${what}, ${name}`,
      value: ms / count,
      unit: 'ms',
      goal: '–',
    })),
    { what: `${what}, in sum`, value: all / count, unit: 'ms', goal },
  ];
}

const JOURNEYS = 200;

/** One buyer after the other on an idle system: join, hold, pay. */
export const journeys: Scenario = {
  name: 'journeys',
  async run(bench) {
    const [connection] = await bench.connections(1);
    if (!connection) {
      return [];
    }
    const saleId = await bench.createSale({ startingQuantity: 1_000 });
    const buys: number[] = [];
    const confirms: number[] = [];
    let withHold = 0;
    for (let place = 0; place < WARM_UP + JOURNEYS; place += 1) {
      const buyer = await join(connection, saleId, place);
      const isHeld = buyer.state === 'held';
      const paid = isHeld ? await confirm(connection, buyer) : null;
      if (place < WARM_UP) {
        continue;
      }
      buys.push(buyer.ms);
      if (isHeld) {
        withHold += 1;
      }
      if (paid) {
        confirms.push(paid.ms);
      }
    }
    await bench.judge(saleId);
    bench.series.push(curveOf('buy', buys), curveOf('confirm', confirms));
    return [
      { what: 'buy answers with the hold', value: withHold, unit: `of ${JOURNEYS}`, goal: 'all' },
      { what: 'buy, p50', value: median(buys), unit: 'ms', goal: '≤ 3' },
      { what: 'buy, p99', value: percentile(buys, 0.99), unit: 'ms', goal: '≤ 40' },
      { what: 'confirm, p50', value: median(confirms), unit: 'ms', goal: '≤ 6' },
      { what: 'confirm, p99', value: percentile(confirms, 0.99), unit: 'ms', goal: '–' },
    ];
  },
};

const CURVE = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5];

const curveOf = (label: string, times: readonly number[]): Series => ({
  plot: 'latency',
  label,
  points: CURVE.map((share) => [share, percentile(times, share / 100)] as const),
});

const BUYERS = 10_000;
const BUYERS_QUICK = 3_000;
const IN_FLIGHT = 64;

/** All buyers hold a unit; then all of them pay, so many at once. */
export const confirms: Scenario = {
  name: 'confirms',
  async run(bench, { isQuick }) {
    const count = isQuick ? BUYERS_QUICK : BUYERS;
    const connections = await bench.connections(IN_FLIGHT);
    const saleId = await bench.createSale({ startingQuantity: count, fastPassPercent: 0 });
    const buyers = await joinAll(connections, saleId, count);
    await waitForGrants(bench, saleId, count);
    const before = performance.now();
    let times: number[] = [];
    const cpu = await bench.cpuOf(async () => {
      times = (await spread(connections, buyers, confirm)).map((answer) => answer.ms);
    });
    const ms = performance.now() - before;
    await bench.judge(saleId);
    const inFlight = `${IN_FLIGHT} in flight`;
    return [
      {
        what: `confirms, ${inFlight}`,
        value: perSecond(count, ms),
        unit: '/s',
        goal: '≥ 2,000',
      },
      { what: `confirm, ${inFlight}, p50`, value: median(times), unit: 'ms', goal: '–' },
      { what: `confirm, ${inFlight}, p99`, value: percentile(times, 0.99), unit: 'ms', goal: '–' },
      ...Object.entries(cpu).map(([name, cpuMs]) => ({
        what: `CPU a confirm, ${name}`,
        value: (cpuMs * 1_000) / count,
        unit: 'µs',
        goal: '–',
      })),
    ];
  },
};

const COSTED_BUYERS = 8_000;
const goals: Record<Step, { rate: string; cpu: string }> = {
  buy: { rate: '≥ 6,000', cpu: '≤ 250' },
  position: { rate: '≥ 12,000', cpu: '≤ 100' },
  confirm: { rate: '≥ 2,000', cpu: '≤ 450' },
};

/** What one purchase costs, step by step, with 64 buyers in flight. */
export const purchases: Scenario = {
  name: 'purchases',
  async run(bench, { isQuick }) {
    // Compiles what is hot, and is not counted.
    await measureCosts(bench, 1_000);
    const costs = await measureCosts(bench, isQuick ? 1_000 : COSTED_BUYERS);
    const { buy, confirm } = costs;
    const whole = sumOf(buy) + sumOf(confirm);
    return [
      ...(['buy', 'position', 'confirm'] as const).flatMap((step) => figuresOf(step, costs[step])),
      { what: 'one purchase: buy and confirm', value: whole, unit: 'µs', goal: '≤ 800' },
    ];
  },
};

function figuresOf(step: Step, cost: Cost): Figure[] {
  const { rate, cpu } = goals[step];
  return [
    { what: `${step}, 64 in flight`, value: cost.rate, unit: '/s', goal: rate },
    { what: `CPU of a ${step}`, value: sumOf(cost), unit: 'µs', goal: cpu },
    ...Object.entries(cost.cpu).map(([name, value]) => ({
      what: `CPU of a ${step}, ${name}`,
      value,
      unit: 'µs',
      goal: '–',
    })),
  ];
}
