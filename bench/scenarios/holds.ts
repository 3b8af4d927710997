import type { Scenario } from '../bench.ts';
import { joinAll } from '../buyers.ts';
import { perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const BUYERS = 20_000;
const LOBBY_SECONDS = 25;

/** A full lobby is served by the real worker from the moment the sale starts. */
export const holds: Scenario = {
  name: 'holds',
  async run(bench) {
    const connections = await bench.connections(64);
    const stock = { startingQuantity: BUYERS, fastPassPercent: 0 };
    const saleId = await bench.createSale({ ...stock, startsInSeconds: LOBBY_SECONDS });
    const before = performance.now();
    await joinAll(connections, saleId, BUYERS);
    const joinedMs = performance.now() - before;
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
