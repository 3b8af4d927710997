import { createSeeded } from '@flash/testing';
import { expect, test } from 'vitest';
import { LuaError } from '../lua/values.ts';
import { ReplyError } from '../stores/redis-store.ts';
import { Scheduler } from './scheduler.ts';

/** One command of a process that gets over every refusal. */
async function send(work: () => never): Promise<string> {
  const scheduler = new Scheduler(createSeeded(1));
  let told = '';
  scheduler.post(scheduler.spawn('api'), () => {
    const command = { name: 'one', wire: 'redis' as const, work, failure: () => new Error('lost') };
    scheduler.ask(command).catch((error) => {
      told = String(error);
    });
  });
  await scheduler.run(() => told !== '', 60_000);
  return told;
}

test.each([
  ['a mistake in a script', new LuaError('a function is expected')],
  ['a mistake in a model', new TypeError('not a function')],
])('%s ends the history, also where a caller would get over it', async (_, error) => {
  const sending = send(() => {
    throw error;
  });
  await expect(sending).rejects.toBe(error);
});

test('what a server refuses is told to its caller', async () => {
  const told = await send(() => {
    throw new ReplyError('NOSCRIPT No matching script.');
  });
  expect(told).toContain('NOSCRIPT');
});
