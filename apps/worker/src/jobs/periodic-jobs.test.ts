import { createLogger } from '@flash/shared-config';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPeriodicJobs, type PeriodicJob, seldomWhenQuiet } from './periodic-jobs.ts';

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

describe('periodic jobs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const log = createLogger({ name: 'test', level: 'silent', isProduction: true });

  /** Two jobs of which one rests; answers how often each ran within a time. */
  function start(found: () => number = () => 0) {
    const runs = { resting: 0, steady: 0 };
    const job = (name: keyof typeof runs, restMs?: number): PeriodicJob => ({
      ...{ name, everyMs: 1_000, ...(restMs !== undefined && { restMs }) },
      run: async () => {
        runs[name] += 1;
        return found();
      },
    });
    const jobs = createPeriodicJobs(log, [job('resting', 5_000), job('steady')]);
    jobs.start();
    return {
      jobs,
      async within(ms: number) {
        Object.assign(runs, { resting: 0, steady: 0 });
        await vi.advanceTimersByTimeAsync(ms);
        return { ...runs };
      },
    };
  }

  test('look each second while something happens, and each five seconds once nothing did for ten', async () => {
    const { jobs, within } = start();
    // The look at the start, and nine more.
    expect(await within(9_900)).toEqual({ resting: 10, steady: 10 });
    await within(10_000);
    expect(await within(30_000)).toEqual({ resting: 6, steady: 30 });
    await jobs.stop();
  });

  test('that rest run at once when something happens, however often that is told, and then as before', async () => {
    const { jobs, within } = start();
    await within(21_500);
    for (let times = 0; times < 1_000; times += 1) {
      jobs.stir();
    }
    expect((await within(200)).resting).toBe(1);
    expect((await within(9_500)).resting).toBe(10);
    await within(10_000);
    expect((await within(30_000)).resting).toBe(6);
    await jobs.stop();
  });

  test('do not rest while one of them finds something to do', async () => {
    let found = 1;
    const { jobs, within } = start(() => found);
    await within(60_000);
    expect((await within(30_000)).resting).toBe(30);
    found = 0;
    await within(20_000);
    expect((await within(30_000)).resting).toBe(6);
    await jobs.stop();
    jobs.stir();
    expect(await within(30_000)).toEqual({ resting: 0, steady: 0 });
  });
});
