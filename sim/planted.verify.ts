import { expect, test } from 'vitest';
import { playHistory } from './world/history.ts';
import { plantedBugs, reviewFindings } from './world/planted.ts';

const WITHIN = 10_000;

/** A simulation in which a known fault does no harm proves nothing about unknown ones. */
test.each(Object.entries({ ...plantedBugs, ...reviewFindings }))(
  `a planted fault is found within ${WITHIN} histories: %s`,
  async (name, planted) => {
    for (let seed = 1; seed <= WITHIN; seed += 1) {
      const { findings } = await playHistory(seed, planted);
      if (findings[0]) {
        console.info(`${name}: history ${seed}: ${findings[0].code}`);
        return;
      }
    }
    expect.fail('no history shows it');
  },
);
