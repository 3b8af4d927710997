import { type RedisCluster, startRedisCluster } from '@flash/testing';
import { Redis } from 'ioredis';
import { type Bench, type Figure, openBench, type Scenario } from '../bench.ts';
import { type Buyer, confirm, join, spread } from '../buyers.ts';
import { type CpuTimes, cpuBetween, readCpu } from '../cpu.ts';
import { startStack } from '../stack.ts';
import { median, perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const WARM_UP = 100;
const JOURNEYS = 200;
const BUYERS = 1_200;
const IN_FLIGHT = 64;
const MASTERS = 3;

/** The same journey on one Redis and on three masters, in turn; then one, three and six sales on the three masters. */
export const cluster: Scenario = {
  name: 'cluster',
  isAskedFor: true,
  async run(bench) {
    const masters = await startRedisCluster(MASTERS);
    const say = (line: string) => console.error(line);
    const stack = await startStack(say, { env: { REDIS_URL: masters.url } }).catch(
      async (error: unknown) => {
        await masters.destroy();
        throw error;
      },
    );
    const onCluster = await openBench(stack);
    try {
      return [
        ...(await compareJourneys(bench, onCluster)),
        ...(await measureSales(onCluster, masters)),
      ];
    } finally {
      await onCluster.close();
      await stack.stop();
      await masters.destroy();
    }
  },
};

async function compareJourneys(single: Bench, onCluster: Bench): Promise<Figure[]> {
  const [one, three] = [await openJourney(single), await openJourney(onCluster)];
  for (let place = 0; place < WARM_UP + JOURNEYS; place += 1) {
    // In turn: what else the machine does then slows both.
    await one.buy(place);
    await three.buy(place);
  }
  await one.judge();
  await three.judge();
  const step = (what: 'buy' | 'confirm') => {
    const [before, after] = [median(one.times[what]), median(three.times[what])];
    return [
      { what: `${what}, one Redis, p50`, value: before, unit: 'ms', goal: '–' },
      { what: `${what}, three masters, p50`, value: after, unit: 'ms', goal: '–' },
      {
        what: `${what}, three masters ÷ one Redis`,
        value: after / before,
        unit: '×',
        goal: '≤ 1.5',
      },
    ];
  };
  return [
    ...step('buy'),
    ...step('confirm'),
    {
      what: 'buys on three masters that answer with the hold',
      value: three.withHold(),
      unit: `of ${JOURNEYS}`,
      goal: `≥ ${JOURNEYS * 0.95}`,
    },
  ];
}

async function openJourney(bench: Bench) {
  const [connection] = await bench.connections(1);
  if (!connection) {
    throw new Error('no connection');
  }
  const saleId = await bench.createSale({ startingQuantity: WARM_UP + JOURNEYS });
  const times = { buy: [] as number[], confirm: [] as number[] };
  let held = 0;
  return {
    times,
    withHold: () => held,
    judge: () => bench.judge(saleId),
    async buy(place: number): Promise<void> {
      const buyer = await join(connection, saleId, place);
      const isHeld = buyer.state === 'held';
      const paid = isHeld ? await confirm(connection, buyer) : null;
      if (place < WARM_UP) {
        return;
      }
      times.buy.push(buyer.ms);
      held += isHeld ? 1 : 0;
      if (paid) {
        times.confirm.push(paid.ms);
      }
    },
  };
}

async function measureSales(bench: Bench, cluster: RedisCluster): Promise<Figure[]> {
  const pids = { ...bench.pids, ...(await pidsOf(cluster)) };
  // Compiles what is hot, and is not counted.
  await sell(bench, await createSales(bench, cluster, 1), pids);
  const figures: Figure[] = [];
  let first = Number.NaN;
  for (const count of [1, 3, 6]) {
    const { rate, cpu } = await sell(bench, await createSales(bench, cluster, count), pids);
    first = count === 1 ? rate : first;
    const sales = count === 1 ? 'one sale' : `${count} sales`;
    figures.push(
      { what: `purchases, ${sales} on ${MASTERS} masters`, value: rate, unit: '/s', goal: '–' },
      { what: `the same ÷ one sale`, value: rate / first, unit: '×', goal: '–' },
      ...Object.entries(cpu).map(([name, ms]) => ({
        what: `CPU of a purchase, ${sales}, ${name}`,
        value: (ms * 1_000) / BUYERS,
        unit: 'µs',
        goal: '–',
      })),
    );
  }
  return figures;
}

/** As many on each master; which one a sale is on follows from its id. */
async function createSales(bench: Bench, cluster: RedisCluster, count: number): Promise<string[]> {
  const sales = new Map<string, string[]>();
  const each = Math.ceil(count / MASTERS);
  const chosen = () => [...sales.values()].flatMap((ids) => ids.slice(0, each));
  while (chosen().length < count) {
    const id = await bench.createSale({ startingQuantity: BUYERS, fastPassPercent: 0 });
    const { url } = await cluster.ownerOf(id);
    sales.set(url, [...(sales.get(url) ?? []), id]);
  }
  return chosen().slice(0, count);
}

/** So many buyers in all: they join, and when all hold a unit they pay. */
async function sell(
  bench: Bench,
  sales: readonly string[],
  pids: Record<string, number>,
): Promise<{ rate: number; cpu: CpuTimes }> {
  const connections = await bench.connections(IN_FLIGHT);
  const each = BUYERS / sales.length;
  const before = readCpu(pids);
  const startedAt = performance.now();
  const places = Array.from({ length: BUYERS }, (_, place) => place);
  const buyers: Buyer[] = await spread(connections, places, (connection, place) =>
    join(connection, sales[place % sales.length] ?? '', place),
  );
  const joinedMs = performance.now() - startedAt;
  for (const saleId of sales) {
    await waitForGrants(bench, saleId, each);
  }
  const paying = performance.now();
  await spread(connections, buyers, confirm);
  const rate = perSecond(BUYERS, joinedMs + performance.now() - paying);
  const cpu = cpuBetween(before, readCpu(pids));
  for (const saleId of sales) {
    await bench.judge(saleId);
  }
  for (const connection of connections) {
    connection.close();
  }
  return { rate, cpu };
}

async function pidsOf({ masters }: RedisCluster): Promise<Record<string, number>> {
  const pids: Record<string, number> = {};
  for (const [at, { url }] of masters.entries()) {
    const client = new Redis(url);
    const info = await client.info('server');
    client.disconnect();
    pids[`master ${at + 1}`] = Number(/process_id:(\d+)/.exec(info)?.[1]);
  }
  return pids;
}
