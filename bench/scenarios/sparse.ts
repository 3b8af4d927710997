import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Scenario } from '../bench.ts';
import { confirm, join } from '../buyers.ts';
import type { CpuTimes } from '../cpu.ts';

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
      ...figuresOf('an idle system, CPU a second', idle, IDLE_MS / 1_000, '≤ 20'),
      ...figuresOf('one buyer at a time, CPU a purchase', cpu, PURCHASES, '≤ 3'),
    ];
  },
};

function figuresOf(what: string, cpu: CpuTimes, count: number, goal: string): Figure[] {
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
