import type { Sale } from '@flash/database';
import { rulesOf } from '@flash/reservation';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import {
  type Browser,
  createBrowser,
  openSale,
  serve,
  someone,
  store,
} from '../../testing/shop.ts';

let t: TestApp;
beforeAll(async () => {
  t = await buildTestApp({ isReplayed: true });
});
afterAll(() => t.close());

async function holders(sale: Sale, count: number): Promise<Browser[]> {
  const people = Array.from({ length: count }, () => createBrowser(t, someone()));
  await Promise.all(people.map((who) => who.buy(sale)));
  await serve(t.deps, sale.id);
  return people;
}

/** No unit is lost, none is sold twice, and both stores say the same. */
async function expectWhole(sale: Sale, sold: number): Promise<void> {
  const seen = await t.deps.engine.snapshot(sale.id);
  if (seen.kind !== 'snapshot') {
    throw new Error(seen.why);
  }
  expect(seen.halted).toBe('');
  expect(seen.sold).toBe(sold);
  expect(seen.free + seen.held + seen.claimed + seen.sold).toBe(seen.stock);
  expect(await t.deps.db.orders.countLive(sale.id)).toBe(sold);
  expect((await t.deps.db.sales.get(sale.id))?.currentQuantity).toBe(seen.stock - sold);
}

describe('confirm against', () => {
  test('the end of the hold: each one buys or is told that it ran out, and no unit is lost', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 60 });
    const holdMs = 1_500;
    await t.deps.engine.rules(sale.id, { ...rulesOf(sale), holdMs, version: sale.version + 1 });
    const people = await holders(sale, 60);
    const ends = Date.parse((await people[0]?.position(sale))?.json().expiresAt);
    const sweeping = setInterval(() => void t.deps.engine.sweep(sale.id, { max: 500 }), 1);
    const answers = await Promise.all(
      people.map(async (who, at) => {
        const wait = ends - Date.now() + (at - 45) * 4;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
        return (await who.confirm(sale)).statusCode;
      }),
    );
    clearInterval(sweeping);
    expect(new Set(answers)).toEqual(new Set([200, 410]));
    await expectWhole(sale, answers.filter((status) => status === 200).length);
  });

  test('leaving: the buyer ends up with an order or without a hold, never with both', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 40 });
    const people = await holders(sale, 40);
    const outcomes = await Promise.all(
      people.map(async (who, at) => {
        const [confirmed, left] =
          at % 2 === 0
            ? await Promise.all([who.confirm(sale), who.leave(sale)])
            : (await Promise.all([who.leave(sale), who.confirm(sale)])).reverse();
        const place = (await who.position(sale)).json().state;
        return [confirmed?.statusCode, left?.statusCode, place];
      }),
    );
    for (const [confirmed, left, place] of outcomes) {
      if (confirmed === 200) {
        expect([left, place]).toEqual([409, 'sold']);
      } else {
        expect([confirmed, left, place]).toEqual([403, 200, 'none']);
      }
    }
    await expectWhole(sale, outcomes.filter(([confirmed]) => confirmed === 200).length);
  });

  test('a removal and a release by the team', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 20 });
    const people = await holders(sale, 20);
    const buyers = people.map((who) => t.deps.tickets.read(who.ticket(sale))?.buyer ?? '');
    const answers = await Promise.all(
      people.map(async (who, at) => {
        const buyer = buyers[at] ?? '';
        const take = at % 2 === 0 ? t.deps.engine.release : t.deps.engine.remove;
        const [confirmed] = await Promise.all([who.confirm(sale), take(sale.id, { buyer })]);
        return confirmed.statusCode;
      }),
    );
    await expectWhole(sale, answers.filter((status) => status === 200).length);
  });
});

describe('a commit whose answer was lost', () => {
  test('is found by its record: the buyer is told of the order, never of a failure', async () => {
    const sale = await openSale(t.deps);
    const [ann] = await holders(sale, 1);
    const { committer } = t.deps;
    const real = committer.commit;
    const commit = vi.spyOn(committer, 'commit').mockImplementationOnce(async (...args) => {
      await real(...args);
      return { kind: 'unknown' };
    });
    const answer = await ann?.confirm(sale);
    commit.mockRestore();
    expect(answer?.statusCode).toBe(200);
    await expectWhole(sale, 1);
  });

  test('is pending while the outcome is unknown, and nothing is charged twice in the end', async () => {
    const sale = await openSale(t.deps);
    const [ann] = await holders(sale, 1);
    const commit = vi
      .spyOn(t.deps.committer, 'commit')
      .mockImplementationOnce(async () => ({ kind: 'unknown' }));
    const pending = await ann?.confirm(sale);
    commit.mockRestore();
    expect(pending?.json()).toMatchObject({ status: 503, code: 'CONFIRM_PENDING' });
    expect((await ann?.position(sale))?.json()).toMatchObject({ state: 'claimed' });
    await expectWhole(sale, 0);
  });

  test('belongs to a sale that is being restored: the buyer is asked to come back', async () => {
    const sale = await openSale(t.deps);
    const [ann] = await holders(sale, 1);
    await t.deps.db.sales.raiseEpoch(sale.id, 1, Date.now());
    expect((await ann?.confirm(sale))?.json()).toMatchObject({ status: 503, code: 'RESTORING' });
    expect(await t.deps.db.orders.countLive(sale.id)).toBe(0);
  });
});

describe('edges of the window', () => {
  test('are those of Redis, whatever the clock of the API says', async () => {
    const skewed = await buildTestApp({ clock: { now: () => Date.now() + 3_600_000 } });
    const soon = Date.now() + 1_000;
    const sale = await openSale(skewed.deps, { startsAt: soon, lobbyOpensAt: soon });
    const jar = () => createBrowser(skewed, someone());
    expect((await jar().buy(sale)).json().code).toBe('SALE_NOT_OPEN');
    await vi.waitFor(async () => expect((await jar().buy(sale)).statusCode).toBe(200), {
      timeout: 5_000,
    });
    const rules = { ...rulesOf(sale), endsAt: Date.now() + 300, version: sale.version + 1 };
    await skewed.deps.engine.rules(sale.id, rules);
    await vi.waitFor(async () => expect((await jar().buy(sale)).json().code).toBe('SALE_ENDED'));
    await skewed.close();
  });

  test('let a hold of the last moment be paid after the end', async () => {
    const sale = await openSale(t.deps);
    const [ann] = await holders(sale, 1);
    const rules = { ...rulesOf(sale), endsAt: Date.now() - 1, version: sale.version + 1 };
    await t.deps.engine.rules(sale.id, rules);
    await store(t.deps, sale.id);
    expect((await createBrowser(t, someone()).buy(sale)).json().code).toBe('SALE_ENDED');
    expect((await ann?.position(sale))?.json()).toMatchObject({ state: 'held' });
    expect((await ann?.confirm(sale))?.statusCode).toBe(200);
  });

  test('close at the end where the sale does not honour holds', async () => {
    const sale = await openSale(t.deps);
    const [ann] = await holders(sale, 1);
    const change = { endsAt: Date.now() - 1, honourHoldsAfterEnd: false };
    await t.deps.engine.rules(sale.id, { ...rulesOf(sale), ...change, version: sale.version + 1 });
    expect((await ann?.confirm(sale))?.json()).toMatchObject({ status: 409, code: 'SALE_ENDED' });
  });
});
