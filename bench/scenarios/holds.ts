import type { Scenario } from '../bench.ts';
import { joinAll } from '../buyers.ts';
import { perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const BUYERS = 20_000;

/** A line that has filled up while the sale was paused is served by the real worker at once. */
export const holds: Scenario = {
  name: 'holds',
  async run(bench) {
    const connections = await bench.connections(64);
    const saleId = await bench.createSale({ startingQuantity: BUYERS, fastPassPercent: 0 });
    await bench.control(saleId, 'pause');
    const before = performance.now();
    await joinAll(connections, saleId, BUYERS);
    const joinedMs = performance.now() - before;
    await bench.control(saleId, 'resume');
    const grants = await waitForGrants(bench, saleId, BUYERS);
    await bench.judge(saleId);
    return [
      {
        what: 'joins through HTTP, 64 in flight',
        value: perSecond(BUYERS, joinedMs),
        unit: '/s',
        goal: '–',
      },
      {
        what: 'holds through the worker',
        value: perSecond(grants.count, grants.lastAt - grants.firstAt),
        unit: '/s',
        goal: '≥ 10,000',
      },
      { what: 'holds out of order', value: grants.inversions, unit: '', goal: '0' },
    ];
  },
};
