import { describe, expect, test } from 'vitest';
import { createSingleFlight } from './drain.ts';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('single flight', () => {
  test('runs once more for all calls during a run, so that no caller gets an answer that was read too early', async () => {
    const flights = createSingleFlight<number>();
    const first = gate();
    let runs = 0;
    const work = async () => {
      runs += 1;
      const mine = runs;
      if (mine === 1) {
        await first.passed;
      }
      return mine;
    };
    const calls = [flights.run('a', work), flights.run('a', work), flights.run('a', work)];
    first.open();
    expect(await Promise.all(calls)).toEqual([1, 2, 2]);
    expect(await flights.run('a', work)).toBe(3);
  });

  test('never overlaps with itself, through any number of calls', async () => {
    const flights = createSingleFlight<void>();
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    const calls: Promise<void>[] = [];
    for (let call = 0; call < 50; call += 1) {
      calls.push(flights.run('a', work));
      if (call % 7 === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    await Promise.all(calls);
    expect(most).toBe(1);
  });

  test('goes on after a run that failed', async () => {
    const flights = createSingleFlight<string>();
    const failing = flights.run('a', async () => {
      throw new Error('gone');
    });
    const next = flights.run('a', async () => 'fine');
    await expect(failing).rejects.toThrow('gone');
    expect(await next).toBe('fine');
  });
});
