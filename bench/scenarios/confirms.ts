import type { Scenario } from '../bench.ts';
import { confirm, joinAll, spread } from '../buyers.ts';
import { median, percentile, perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const BUYERS = 10_000;
const IN_FLIGHT = 64;

/** All buyers hold a unit; then all of them pay, so many at once. */
export const confirms: Scenario = {
  name: 'confirms',
  async run(bench) {
    const connections = await bench.connections(IN_FLIGHT);
    const saleId = await bench.createSale({ startingQuantity: BUYERS, fastPassPercent: 0 });
    const buyers = await joinAll(connections, saleId, BUYERS);
    await waitForGrants(bench, saleId, BUYERS);
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
        value: perSecond(BUYERS, ms),
        unit: '/s',
        goal: '≥ 2,000',
      },
      { what: `confirm, ${inFlight}, p50`, value: median(times), unit: 'ms', goal: '–' },
      { what: `confirm, ${inFlight}, p99`, value: percentile(times, 0.99), unit: 'ms', goal: '–' },
      ...Object.entries(cpu).map(([name, cpuMs]) => ({
        what: `CPU a confirm, ${name}`,
        value: (cpuMs * 1_000) / BUYERS,
        unit: 'µs',
        goal: '–',
      })),
    ];
  },
};
