import type { LogEntry } from '@flash/fairness';
import { expect, test } from 'vitest';
import { createChanges } from './watch.ts';

test('many joins are one line in the feed, and each action of the team has its own line', () => {
  const changes = createChanges();
  for (let n = 1; n <= 2_000; n += 1) {
    const entry: LogEntry = { n, at: n, type: 'join', seq: n, buyer: `g${n}`, late: false };
    changes.see(entry);
  }
  changes.see({ n: 2_001, at: 2_001, type: 'pause', reason: 'The shop is on fire' });
  changes.see({ n: 2_002, at: 2_002, type: 'adjust', id: 'a', by: 5, stock: 15 });
  const [joins, ...actions] = changes.take();
  expect(joins).toMatchObject({ type: 'join', times: 2_000, places: 2_000, n: 2_000 });
  expect(actions.map(({ detail }) => detail)).toEqual(['The shop is on fire', '+5 units']);
  expect(changes.take()).toEqual([]);
});

test('the feed stays bounded when the team takes thousands of actions', () => {
  const changes = createChanges();
  for (let n = 1; n <= 5_000; n += 1) {
    changes.see({ n, at: n, type: 'message', text: `${n}` });
  }
  expect(changes.take().length).toBeLessThanOrEqual(50);
});
