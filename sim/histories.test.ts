import { seedOfRun } from '@flash/testing';
import { expect, test } from 'vitest';
import { playHistory } from './world/history.ts';

const COUNT = Number(process.env.HISTORIES ?? 60);

test(`in ${COUNT} histories, in which each wait is reordered and processes die between any two of them, no rule is broken`, async () => {
  const first = seedOfRun();
  const totals = { steps: 0, confirmed: 0, crashes: 0, restarts: 0 };
  for (let seed = first; seed < first + COUNT; seed += 1) {
    const { findings, ...told } = await playHistory(seed);
    expect(findings, `to see it again: npm run histories -- ${seed}`).toEqual([]);
    for (const key of Object.keys(totals) as (keyof typeof totals)[]) {
      totals[key] += told[key];
    }
  }
  // A run in which little happened has shown nothing.
  expect(Object.values(totals).every((total) => total >= COUNT / 10)).toBe(true);
}, 180_000);

test.each([
  [
    16_227_807,
    'a worker that sees a clock for the first time, just after it was set forward, ends no hold',
  ],
  [
    1_099,
    'no hold is given between a jump of the clock and the move of the holds: it would last longer than it was told',
  ],
  [
    7_928_499,
    'a worker that has read no clock yet believes any, also where its grant arrives seconds later',
  ],
  [
    8_360_115,
    'a worker that sees a clock for the first time waits two seconds for others, and no longer where they sleep',
  ],
  [5_393_261, 'nor where their answers are lost'],
  [
    5_582_882,
    'a worker whose first inspection of a sale takes seconds knows from its glances that the clock was set',
  ],
  [
    5_409_589,
    'a worker whose first inspection of a sale is late gives no hold by a clock that was set',
  ],
  [
    16_217_802,
    'damage is found although the worker that judges waits for an answer while its lead ends',
  ],
  [
    16_256_944,
    'damage is found although the worker that judges dies after another one has looked in vain',
  ],
  [
    16_269_590,
    'damage is found although a worker dies just after it has taken the lead of judging',
  ],
  [
    4_828_989,
    'the key of a request is free nine seconds after the last that its dead process had sent',
  ],
  [16_226_048, 'a unit that stays sold after its refund is found although not all orders are read'],
  [
    16_259_930,
    'a sale that is over by the clock and never archived serves those who wait no longer',
  ],
  [
    16_272_891,
    'money that is reserved late for an archived sale is let go although that process dies',
  ],
  [1_678, 'a deleted sale leaves nothing in Redis, also when an older copy brings it back'],
  [15_906_972, 'a rebuild ends the second place of a buyer whose sold unit was freed by hand'],
  [
    8_129_067,
    'the log of an older epoch, which another Redis brings back while a block is made, is not stored',
  ],
  [8_229_546, 'while the calls of all workers hang no buyer is served, and then all buyers are'],
  [8_265_515, 'while all workers sleep no buyer is served, and then all buyers are'],
  [15_591_183, 'a rebuild ends the second hold of a buyer whose sold unit was freed by hand'],
  [10_799_942, 'an extension that was taken in the epoch before is not taken twice'],
  [
    15_198_010,
    'the unit of an order is known although the change of stock that made it was lost with its epoch',
  ],
  [16_228_942, 'an archived sale has its whole log stored, but for what an earlier Redis has lost'],
])('history %i: %s', async (seed, _) => {
  expect((await playHistory(seed)).findings).toEqual([]);
});

test('a history is the same each time it is played', async () => {
  const seed = seedOfRun();
  const [first, second]: [string[], string[]] = [[], []];
  await playHistory(seed, {}, (line) => first.push(line));
  await playHistory(seed, {}, (line) => second.push(line));
  expect(second.map(withoutDrawn)).toEqual(first.map(withoutDrawn));
}, 60_000);

/** Ids and tokens are drawn anew; what happens and when is not. */
function withoutDrawn(line: string): string {
  return line.split(/[ =]/, 5).join(' ');
}
