import { expect, test } from 'vitest';
import { createSharedWork } from './public.ts';

function deferred() {
  let [resolve, reject] = [(_: string) => {}, (_: Error) => {}];
  const promise = new Promise<string>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  return { promise, resolve, reject };
}

/** Work that ends when the test says so, at the time that the test says it is. */
function stage() {
  const running: ReturnType<typeof deferred>[] = [];
  const clock = { at: 0 };
  const ask = createSharedWork(
    (_: string) => {
      const one = deferred();
      running.push(one);
      return one.promise;
    },
    { keptMs: 250, now: () => clock.at },
  );
  return { ask, clock, running };
}

test('work that takes longer than its result is kept is done once for all who ask meanwhile', async () => {
  const { ask, clock, running } = stage();
  const answers = [ask('a')];
  clock.at = 400;
  answers.push(ask('a'), ask('a'));
  running[0]?.resolve('first');
  expect(await Promise.all(answers)).toEqual(['first', 'first', 'first']);
  expect(running).toHaveLength(1);
  void ask('a');
  expect(running).toHaveLength(2);
});

test('a result is given again until it is old, and other input begins anew', async () => {
  const { ask, clock, running } = stage();
  const first = ask('a');
  running[0]?.resolve('first');
  await first;
  clock.at = 249;
  expect(await ask('a')).toBe('first');
  clock.at = 250;
  void ask('a');
  void ask('b');
  expect(running).toHaveLength(3);
});

test('a failure is told to all who waited for it and is not kept', async () => {
  const { ask, running } = stage();
  const failing = [ask('a'), ask('a')];
  running[0]?.reject(new Error('Redis is away'));
  for (const one of failing) {
    await expect(one).rejects.toThrow('Redis is away');
  }
  const again = ask('a');
  running[1]?.resolve('back');
  expect(await again).toBe('back');
});
