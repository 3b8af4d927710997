import { expect, test } from 'vitest';
import { seldomWhenQuiet } from './periodic-jobs.ts';

test('what dead processes leave behind is looked for each time, and every fifth time once nothing was found for a while', async () => {
  let runs = 0;
  let found = 0;
  const run = seldomWhenQuiet(async () => {
    runs += 1;
    return found;
  });
  const runTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await run();
    }
  };
  await runTimes(10);
  expect(runs).toBe(10);
  await runTimes(50);
  expect(runs).toBe(20);
  found = 1;
  await runTimes(1);
  expect(runs).toBe(21);
  found = 0;
  await runTimes(10);
  expect(runs).toBe(31);
});
