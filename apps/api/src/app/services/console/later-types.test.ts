import type { Order } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import { expect, test } from 'vitest';
import { createPersonalNotices, type Notice } from '../shared/notices.ts';
import { returnedUnits } from '../shared/wait.ts';
import { createPlaces, createTally } from './analytics.ts';
import { stepOf } from './timeline.ts';
import { createMeter } from './watch/meter.ts';
import { createChanges } from './watch/watch.ts';

const offer: LogEntry = {
  ...{ n: 3, at: 1_500, type: 'unknown', name: 'offer' },
  values: { to: '@ada', units: [1, 2] },
};
const log: LogEntry[] = [
  { n: 1, at: 1_000, type: 'activate', epoch: 1, stock: 5 },
  { n: 2, at: 1_000, type: 'join', seq: 1_000_000_001, buyer: 'ada', late: false },
  offer,
  { n: 4, at: 2_000, type: 'leave', buyer: 'ada', seq: 1_000_000_001, unit: null },
];

test('history, analytics and the live feed pass over types of entries that they do not know', () => {
  const readers = { tally: createTally(0, 1_000), places: createPlaces(), meter: createMeter() };
  for (const entry of log) {
    for (const reader of Object.values(readers)) {
      reader.add(entry);
    }
  }
  expect(readers.tally.result()).toMatchObject({ joined: 1, left: 1, hasGaps: false });
  expect(readers.places.result().funnel).toEqual({ joined: 1, held: 0, bought: 0 });
  expect(readers.meter.totals).toMatchObject({ joined: 1, left: 1, waiting: 0 });
  expect(returnedUnits(offer)).toBe(0);
  const order = { buyer: 'ada', epoch: 1 } as Order;
  expect(log.map((entry) => stepOf(entry, order)?.kind)).toEqual([
    undefined,
    'joined',
    undefined,
    'left',
  ]);
});

test('the live feed names the type, so that a team sees that something happened', () => {
  const changes = createChanges();
  for (const entry of log) {
    changes.see(entry);
  }
  expect(changes.take().map(({ type, places }) => [type, places])).toEqual([
    ['activate', 0],
    ['join', 1],
    ['offer', 1],
    ['leave', 1],
  ]);
});

test('a buyer whom such an entry names is told that the own place may have changed', () => {
  let tell: (notice: Notice) => void = () => {};
  const personal = createPersonalNotices({
    on: (listener) => {
      tell = listener;
    },
  });
  const heard: number[] = [];
  personal.watch('s', 'ada', ({ entry }) => heard.push(entry.n));
  for (const entry of log) {
    tell({ saleId: 's', epoch: 1, entry });
  }
  expect(heard).toEqual([2, 3, 4]);
});
