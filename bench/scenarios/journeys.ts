import type { Scenario } from '../bench.ts';
import { confirm, join } from '../buyers.ts';
import { median, percentile } from '../stats.ts';

const WARM_UP = 50;
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
    return [
      { what: 'buy answers with the hold', value: withHold, unit: `of ${JOURNEYS}`, goal: 'all' },
      { what: 'buy, p50', value: median(buys), unit: 'ms', goal: '≤ 8' },
      { what: 'buy, p99', value: percentile(buys, 0.99), unit: 'ms', goal: '≤ 40' },
      { what: 'confirm, p50', value: median(confirms), unit: 'ms', goal: '≤ 15' },
      { what: 'confirm, p99', value: percentile(confirms, 0.99), unit: 'ms', goal: '–' },
    ];
  },
};
