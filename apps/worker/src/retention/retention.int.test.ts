import type { Sale } from '@flash/database';
import { checkChain, genesisHash } from '@flash/fairness';
import { DAY_MS } from '@flash/shared-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createRetention, type RetentionDeps } from './retention.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ADDRESS = 'ada.lovelace@example.org';
const codec = createBlockCodec();
const later = () => Date.now() + 40 * DAY_MS;

/** Three bought, and the sale has been put away. */
async function archived(): Promise<Sale> {
  const { db } = stage;
  const sale = await stage.openSale();
  for (const n of [1, 2, 3]) {
    const buyer = `g${n}`;
    const order = {
      ...{ saleId: sale.id, epoch: 1, fence: 1_000_000_000 + n, unit: n, seq: 1_000_000_000 + n },
      ...{ buyer, email: n === 1 ? ADDRESS : `b${n}@example.org`, currency: sale.currency },
      contact: { name: `Ada ${n}`, phone: '123' },
      amount: sale.price,
    };
    expect((await db.committer.commit(order)).kind).toBe('committed');
    const about = { saleId: sale.id, buyer, seq: order.seq, at: Date.now() };
    await db.mailConsents.put(
      {
        ...{ ...about, to: `to-${n}`, address: 'sealed', locale: 'en', timeZone: 'UTC' },
        link: null,
      },
      [{ ...about, kind: 'placed', fence: null }],
    );
    const join = { type: 'join', seq: order.seq, buyer, late: false } as const;
    const last = await db.blocks.last(sale.id);
    const entries = [{ n, at: Date.now(), ...join }];
    await db.blocks.append(codec.encode({ sale, epoch: 1, last, entries }));
  }
  await db.sales.update(sale.id, { status: 'archived' });
  return sale;
}

async function textOfEverything(): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await stage.db.db.listCollections().toArray()) {
    texts.push(JSON.stringify(await stage.db.db.collection(name).find().toArray()));
  }
  return texts.join('\n');
}

async function expectForgotten(sale: Sale): Promise<void> {
  const { db } = stage;
  const text = await textOfEverything();
  expect(text).not.toContain(ADDRESS);
  expect(text).not.toContain('Ada 1');
  expect((await db.sales.get(sale.id))?.buyerKey).toBeNull();
  const mails = await Promise.all([1, 2, 3].map((n) => db.mailConsents.get(sale.id, `g${n}`)));
  expect([...mails, (await db.mails.list({ saleId: sale.id })).total]).toEqual([
    null,
    null,
    null,
    0,
  ]);
  const blocks = await db.blocks.read(sale.id, 0, 100);
  expect(blocks.flatMap(({ people }) => people)).toEqual([]);
  expect(checkChain(blocks, { genesis: genesisHash(sale) })).toMatchObject({ kind: 'whole' });
  const told = await db.audit.list({ saleId: sale.id, action: 'privacy.retention' });
  expect(told.total).toBe(1);
  const sold = await db.orders.adminList({ saleId: sale.id });
  expect(sold.items.map(({ amount, unit }) => [amount, unit])).toEqual(
    [3, 2, 1].map((unit) => [sale.price, unit]),
  );
}

describe('a sale that has been over for long', () => {
  test('forgets its buyers, and not a day too early', async () => {
    const sale = await archived();
    const retention = createRetention({ db: stage.db, retentionDays: 30 });
    await retention(Date.now() + 29 * DAY_MS);
    expect(await textOfEverything()).toContain(ADDRESS);
    await createRetention({ db: stage.db, retentionDays: null })(later());
    expect(await textOfEverything()).toContain(ADDRESS);
    await retention(later());
    await expectForgotten(sale);
    await retention(later());
    await expectForgotten(sale);
  });

  test('does so in the end wherever the worker dies, and tells it once', async () => {
    const sale = await archived();
    for (let life = 0; life < 18; life += 1) {
      const { db, hasDied } = mortal(stage.db, life);
      await createRetention({ db, retentionDays: 30 })(later()).catch(() => undefined);
      if (!hasDied()) {
        break;
      }
    }
    await expectForgotten(sale);
  });
});

/** A database that is cut off after so many answers: what was asked for is done, the answer is lost. */
function mortal(db: Stage['db'], answers: number): { db: RetentionDeps['db']; hasDied(): boolean } {
  let left = answers;
  const dying = <Deps extends object>(part: Deps): Deps =>
    new Proxy(part, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') {
          return method;
        }
        return async (...args: unknown[]) => {
          const answer = await method.apply(target, args);
          left -= 1;
          if (left < 0) {
            throw new Error('cut off');
          }
          return answer;
        };
      },
    });
  return {
    db: {
      sales: dying(db.sales),
      orders: dying(db.orders),
      preparedPayments: dying(db.preparedPayments),
      blocks: dying(db.blocks),
      webhooks: dying(db.webhooks),
      audit: dying(db.audit),
      forgettings: dying(db.forgettings),
      mails: dying(db.mails),
      mailConsents: dying(db.mailConsents),
    },
    hasDied: () => left < 0,
  };
}
