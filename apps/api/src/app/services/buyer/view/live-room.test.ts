import { expect, test } from 'vitest';
import type { EventStream } from '../../base/event-stream.ts';
import { createRoom, type Listener } from './live-room.ts';

const silent: EventStream = { write: () => true, end() {}, isOpen: true };

function roomOf(count: number, holds = (_at: number) => false, random = Math.random) {
  const batches: Listener[][] = [];
  const gates: (() => void)[] = [];
  /** Each read waits until the test lets it end. */
  const read = async (listeners: Listener[]) => {
    batches.push(listeners);
    await new Promise<void>((resolve) => gates.push(resolve));
  };
  const room = createRoom({ read, log: { warn() {} }, random });
  const listeners = Array.from({ length: count }, (_, at): Listener => {
    return { buyer: `b${at}`, seq: at, stream: silent, told: 'x', holds: holds(at) };
  });
  for (const listener of listeners) {
    room.add(listener);
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const endRead = async () => {
    gates.shift()?.();
    await turn();
  };
  const readAll = async () => {
    await turn();
    while (gates.length > 0) {
      await endRead();
    }
    return batches.splice(0).flat();
  };
  return { room, listeners, batches, endRead, readAll, turn };
}

test('news of one buyer waits for one read at most, also while 12,000 others are being read', async () => {
  const { room, listeners, batches, endRead, readAll, turn } = roomOf(12_000);
  room.tick(0);
  room.noteChange('line');
  room.tick(250);
  await turn();
  expect(batches).toHaveLength(1);
  const last = listeners.at(-1);
  if (last) {
    room.read([last]);
  }
  await endRead();
  expect(batches[1]).toEqual([last]);
  const read = await readAll();
  expect(new Set(read).size).toBe(12_000);
  expect(read).toHaveLength(12_000);
});

test('a run of news of some does not keep those who wait from being read', async () => {
  const { room, listeners, batches, endRead, turn } = roomOf(1_001);
  room.noteChange('line');
  room.tick(0);
  await turn();
  for (let round = 0; round < 4; round += 1) {
    room.read(listeners.slice(0, 1));
    await endRead();
  }
  expect(new Set(batches.flat()).size).toBe(1_001);
});

test('a move of the line is read for waiting buyers, a change of the sale for all buyers', async () => {
  // Each buyer's own refresh is ten seconds away, so what is read follows from the changes alone.
  const { room, readAll } = roomOf(
    10,
    (at) => at < 4,
    () => 0,
  );
  room.tick(0);
  room.noteChange('line');
  room.tick(250);
  expect(await readAll()).toHaveLength(6);
  room.noteChange('all');
  room.noteChange('line');
  room.tick(500);
  expect(await readAll()).toHaveLength(10);
});

test('every buyer is updated again within ten seconds, at an even rate', async () => {
  const { room, listeners, readAll } = roomOf(4_000);
  const perTick: number[] = [];
  room.tick(0);
  for (let now = 250; now <= 10_250; now += 250) {
    room.tick(now);
    perTick.push((await readAll()).length);
  }
  expect(perTick.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...perTick)).toBeLessThan(400);
  expect(listeners.every(({ told }) => told === '')).toBe(true);
});

test('a stream that has gone is read no more', async () => {
  const { room, listeners, readAll } = roomOf(2);
  const [gone] = listeners;
  room.noteChange('all');
  room.tick(0);
  if (gone) {
    room.remove(gone);
  }
  expect(await readAll()).toEqual(listeners.slice(1));
});
