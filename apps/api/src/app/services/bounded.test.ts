import { expect, it } from 'vitest';
import { createBounded } from './bounded.ts';

function deferred() {
  let resolve = () => {};
  const done = new Promise<void>((ended) => {
    resolve = ended;
  });
  return { done, resolve };
}

it('bounded work runs a few at a time, in order, and refuses what cannot even wait', async () => {
  const bounded = createBounded({ atOnce: 2, waitingMax: 2 });
  const works = [deferred(), deferred(), deferred(), deferred()];
  const begun: number[] = [];
  const calls = works.map(({ done }, nth) =>
    bounded(async () => {
      begun.push(nth);
      await done;
    }),
  );
  await expect(bounded(async () => 1)).rejects.toMatchObject({ code: 'BUSY' });
  expect(begun).toEqual([0, 1]);
  works[1]?.resolve();
  await calls[1];
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of works) resolve();
  await Promise.all(calls);
  expect(await bounded(async () => 'room again')).toBe('room again');
});

it('work that fails gives its turn on', async () => {
  const bounded = createBounded({ atOnce: 1, waitingMax: 1 });
  const failing = bounded(() => Promise.reject(new Error('no')));
  const next = bounded(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
