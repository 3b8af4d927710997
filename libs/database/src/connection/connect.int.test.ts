import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
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

test('a write whose connection closes in the moment in which it begins is made on another one', async () => {
  const sockets: Socket[] = [];
  const keep = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', keep);
  const other = await database.connectAgain();
  unsubscribe('net.client.socket', keep);
  // As when the server ends them: for the rest of this turn the driver has not been told.
  for (const socket of sockets) {
    socket.destroy();
  }
  await other.db.collection<{ _id: number }>('writes').insertOne({ _id: 1 });
  expect(sockets.length).toBeGreaterThan(0);
  expect(await other.db.collection('writes').countDocuments()).toBe(1);
});
