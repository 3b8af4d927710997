import type { Bench, Figure, Scenario } from '../bench.ts';
import { joinAll } from '../buyers.ts';
import { perSecond } from '../stats.ts';
import { waitForGrants } from '../wait-for-grants.ts';

interface Crowd {
  units: number;
  buyers: number;
  fastPassPercent: number;
  goal: string;
}

/** Twice as many buyers as units, all at once: when has the last unit found its buyer? */
export const crowd: Scenario = {
  name: 'crowd',
  run: (bench) =>
    measure(bench, { units: 1_000, buyers: 2_000, fastPassPercent: 1, goal: '≤ 1,500' }),
};

/** The same, with each unit checked against the database before it is handed out. */
export const fastPass: Scenario = {
  name: 'fast-pass',
  run: (bench) =>
    measure(bench, { units: 200, buyers: 400, fastPassPercent: 100, goal: '≤ 3,000' }),
};

async function measure(bench: Bench, crowd: Crowd): Promise<Figure[]> {
  const { units, buyers, fastPassPercent, goal } = crowd;
  const connections = await bench.connections(200);
  const saleId = await bench.createSale({ startingQuantity: units, fastPassPercent });
  await joinAll(connections, saleId, buyers);
  const grants = await waitForGrants(bench, saleId, units);
  await bench.judge(saleId);
  const mode = fastPassPercent === 100 ? ', fast pass' : '';
  const what = `${units} units, ${buyers} buyers${mode}`;
  const afterJoin = Math.max(0, grants.lastAt - grants.lastJoinAt);
  const whole = grants.lastAt - grants.firstJoinAt;
  return [
    { what: `${what}: first join to last hold`, value: whole, unit: 'ms', goal: '–' },
    { what: `${what}: last join to last hold`, value: afterJoin, unit: 'ms', goal },
    { what: `${what}: out of order`, value: grants.inversions, unit: '', goal: '0' },
  ];
}

const BUYERS = 20_000;
const BUYERS_QUICK = 5_000;

/** A line that has filled up while the sale was paused is served by the real worker at once. */
export const holds: Scenario = {
  name: 'holds',
  async run(bench, { isQuick }) {
    const buyers = isQuick ? BUYERS_QUICK : BUYERS;
    const connections = await bench.connections(64);
    const saleId = await bench.createSale({ startingQuantity: buyers, fastPassPercent: 0 });
    await bench.control(saleId, 'pause');
    const before = performance.now();
    await joinAll(connections, saleId, buyers);
    const joinedMs = performance.now() - before;
    await bench.control(saleId, 'resume');
    const grants = await waitForGrants(bench, saleId, buyers);
    await bench.judge(saleId);
    return [
      {
        what: 'joins through HTTP, 64 in flight',
        value: perSecond(buyers, joinedMs),
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
