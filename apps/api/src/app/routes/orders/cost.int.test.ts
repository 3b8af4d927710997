import { randomUUID } from 'node:crypto';
import type { Sale } from '@flash/database';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let t: TestApp;
let sale: Sale;
beforeAll(async () => {
  t = await buildTestApp();
  sale = await openSale(t.deps, { startingQuantity: 1_000 });
  // A Redis that was just started has to be told each script once.
  const first = createBrowser(t, someone());
  await first.buy(sale);
  await serve(t.deps, sale.id);
  await first.position(sale);
  await first.confirm(sale);
});
afterAll(() => t.close());

/** Commands that the process sent on the connection of its buyers while `work` ran. */
async function sent(work: () => Promise<unknown>): Promise<string[]> {
  // The shared read of the line goes on for a moment after a caller read it.
  const moment = () => new Promise((resolve) => setTimeout(resolve, 250));
  await vi.waitFor(async () => expect(await commandsOf(moment)).toEqual([]));
  return commandsOf(work);
}

async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
  const send = vi.spyOn(t.deps.redis as Redis, 'sendCommand');
  await work();
  const names = send.mock.calls.map(([command]) => command.name.toLowerCase());
  send.mockRestore();
  return names;
}

describe('what a request costs Redis', () => {
  test('is one script for a join', async () => {
    const ann = createBrowser(t, someone());
    const key = { headers: { 'idempotency-key': randomUUID() } };
    expect(await sent(() => ann.buy(sale, key))).toEqual(['evalsha']);
    expect(await sent(() => ann.buy(sale, key))).toEqual(['evalsha']);
    expect(await sent(() => ann.buy(sale))).toEqual(['evalsha']);
  });

  test('is one script for a poll, and one for many that come together', async () => {
    const people = Array.from({ length: 20 }, () => createBrowser(t, someone()));
    for (const one of people) {
      await one.buy(sale);
    }
    const [ann] = people;
    expect(await sent(async () => ann?.position(sale))).toEqual(['evalsha']);
    const crowd = await sent(() => Promise.all(people.map((one) => one.position(sale))));
    expect(crowd.length).toBeLessThan(10);
  });

  test('is nothing for a caller without a place, beyond the shared read of the line', async () => {
    const names = await sent(async () => {
      for (let turn = 0; turn < 50; turn += 1) {
        await createBrowser(t, someone()).position(sale);
      }
    });
    expect(names.length).toBeLessThan(10);
  });

  test('is nothing for the public pages, however many read them while holds are granted', async () => {
    await t.inject({ url: `/flash-sales/${sale.id}/line` });
    const started = Date.now();
    const names = await sent(async () => {
      for (let turn = 0; turn < 300; turn += 1) {
        await t.inject({ url: `/flash-sales/${sale.id}/line` });
        await t.inject({ url: `/flash-sales/public/sale?flashSaleId=${sale.id}` });
        if (turn === 150) {
          await serve(t.deps, sale.id);
        }
      }
    });
    const looks = (Date.now() - started) / 200;
    const servingCommands = 8;
    expect(names.length).toBeLessThan(looks + 3 + servingCommands);
  });

  test('is two scripts for a purchase without interruption', async () => {
    const ann = createBrowser(t, someone());
    expect((await ann.buy(sale)).statusCode).toBe(200);
    await serve(t.deps, sale.id);
    expect(await sent(() => ann.confirm(sale))).toEqual(['evalsha', 'evalsha']);
  });
});
