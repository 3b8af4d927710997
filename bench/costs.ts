import type { Bench } from './bench.ts';
import { askPosition, type Buyer, confirm, joinAll, spread } from './buyers.ts';
import type { Connection } from './connection.ts';
import type { CpuTimes } from './cpu.ts';
import { perSecond } from './stats.ts';
import { waitForGrants } from './wait-for-grants.ts';

/** What one step costs for one buyer: µs of CPU of each process, and how many were done in a second. */
export interface Cost {
  cpu: CpuTimes;
  rate: number;
}

export const steps = ['buy', 'position', 'confirm'] as const;
export type Step = (typeof steps)[number];
export type Costs = Record<Step, Cost>;

export const sumOf = ({ cpu }: Cost) => Object.values(cpu).reduce((sum, us) => sum + us, 0);

const IN_FLIGHT = 64;

/**
 * Stock for all: so many buyers join, look where they stand and pay, 64 at once. CPU time is what a busy
 * machine leaves comparable; rates are not.
 */
export async function measureCosts(
  bench: Bench,
  buyers: number,
  during: (step: Step, work: () => Promise<void>) => Promise<void> = (_, work) => work(),
): Promise<Costs> {
  const connections = await bench.connections(IN_FLIGHT);
  const saleId = await bench.createSale({ startingQuantity: buyers, fastPassPercent: 0 });
  let those: Buyer[] = [];
  const each = (task: (connection: Connection, buyer: Buyer) => Promise<unknown>) => async () => {
    await spread(connections, those, task);
  };
  const buy = await costOf('buy', async () => {
    those = await joinAll(connections, saleId, buyers);
  });
  await waitForGrants(bench, saleId, buyers);
  const position = await costOf('position', each(askPosition));
  const confirmed = await costOf('confirm', each(confirm));
  await bench.judge(saleId);
  for (const connection of connections) {
    connection.close();
  }
  return { buy, position, confirm: confirmed };

  async function costOf(step: Step, work: () => Promise<void>): Promise<Cost> {
    const before = performance.now();
    let ms = 0;
    const cpu = await bench.cpuOf(() =>
      during(step, async () => {
        await work();
        ms = performance.now() - before;
      }),
    );
    const us = Object.entries(cpu).map(([name, used]) => [name, (used * 1_000) / buyers]);
    return { cpu: Object.fromEntries(us), rate: perSecond(buyers, ms) };
  }
}
