import timers from 'node:timers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

test('a connection makes no collection by itself, and its pool does not wake an idle process ten times a second', async () => {
  await database.db.dropDatabase();
  const timer = vi.spyOn(timers, 'setTimeout');
  const other = await database.connectAgain();
  await other.db.command({ ping: 1 });
  const waits = timer.mock.calls.map(([, ms]) => ms);
  timer.mockRestore();
  expect(waits).toContain(10_000);
  expect(waits).not.toContain(100);
  expect(await other.db.listCollections().toArray()).toEqual([]);
});
