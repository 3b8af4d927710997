import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createElection } from './election.ts';
import { leaderKey } from './keys.ts';
import { openTestSale } from './testing/sale.ts';

const LED_MS = 20;
/** The milliseconds of the server and those of this process begin at different moments. */
const LEADS = 100;

test('a worker that waits for as long as another one still leads is the leader then', async () => {
  const { redis, saleId } = await openTestSale({ stock: 1 });
  const election = createElection(redis, 'living');
  for (let nth = 0; nth < LEADS; nth += 1) {
    const name = `blocks:${saleId}:${nth}`;
    await redis.set(leaderKey(name), 'dead', 'PX', LED_MS);
    const leftMs = await election.ledForMs(name, LED_MS);
    expect(leftMs).toBeGreaterThan(0);
    const seenAt = performance.now();
    while (performance.now() - seenAt < leftMs) {
      await sleep(1);
    }
    expect(await election.lead(name, LED_MS)).toBe(true);
  }
});

test('the worker that leads leads on, and no other one does', async () => {
  const { redis, saleId } = await openTestSale({ stock: 1 });
  const [one, other] = [createElection(redis, 'one'), createElection(redis, 'other')];
  const name = `audit:${saleId}`;
  const lead = ({ lead: ask }: typeof one) => ask(name, 5_000);
  expect([await lead(one), await lead(other), await lead(one)]).toEqual([true, false, true]);
  await redis.del(leaderKey(name));
});
