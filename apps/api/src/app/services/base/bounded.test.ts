import { expect, test } from 'vitest';
import { createBounded } from './bounded.ts';

function deferred() {
  let resolve = () => {};
  const done = new Promise<void>((ended) => {
    resolve = ended;
  });
  return { done, resolve };
}

test('bounded work runs a few at a time, in order, and refuses what cannot even wait', async () => {
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
  for (const { resolve } of works) {
    resolve();
  }
  await Promise.all(calls);
  expect(await bounded(async () => 'room again')).toBe('room again');
});

test('bounded work that fails lets the next piece of work run', async () => {
  const bounded = createBounded({ atOnce: 1, waitingMax: 1 });
  const failing = bounded(() => Promise.reject(new Error('no')));
  const next = bounded(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});

/** One piece of work that runs until it is ended, and pieces that wait behind it and note their turn. */
function createLane({ waitingMax }: { waitingMax: number }) {
  const bounded = createBounded({ atOnce: 1, waitingMax });
  const first = deferred();
  const order: string[] = [];
  const calls = [bounded(() => first.done)];
  return {
    order,
    wait(name: string, caller: string | null = null) {
      const call = bounded(async () => void order.push(name), caller);
      calls.push(call);
      return call;
    },
    async end() {
      first.resolve();
      await Promise.allSettled(calls);
    },
  };
}

test('work of a known caller is taken and goes first while unknown callers fill their queue', async () => {
  const lane = createLane({ waitingMax: 2 });
  void lane.wait('unknown 1');
  void lane.wait('unknown 2');
  await expect(lane.wait('unknown 3')).rejects.toMatchObject({ code: 'BUSY' });
  void lane.wait('known', 'member');
  await lane.end();
  expect(lane.order).toEqual(['known', 'unknown 1', 'unknown 2']);
});

test('one known caller cannot fill the queue of the known ones', async () => {
  const lane = createLane({ waitingMax: 3 });
  for (const nth of [1, 2, 3, 4, 5]) {
    void lane.wait(`flood ${nth}`, 'flood');
  }
  await expect(lane.wait('flood 6', 'flood')).rejects.toMatchObject({ code: 'BUSY' });
  void lane.wait('member', 'member');
  await lane.end();
  expect(lane.order.slice(0, 3)).toEqual(['flood 1', 'flood 2', 'member']);
});

test('known callers leave every fourth turn to unknown ones', async () => {
  const lane = createLane({ waitingMax: 10 });
  void lane.wait('unknown');
  for (const nth of [1, 2, 3, 4, 5]) {
    void lane.wait(`known ${nth}`, `caller ${nth}`);
  }
  await lane.end();
  expect(lane.order).toEqual(['known 1', 'known 2', 'known 3', 'unknown', 'known 4', 'known 5']);
});
