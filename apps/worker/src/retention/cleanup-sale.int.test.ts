import { keysOf } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVoidAuthorisations } from '../intents/payments.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { openStage, type Stage, until } from '../testing/stage.ts';
import { createCleanupSale } from './cleanup-sale.ts';

const log = createLogger({ name: 'test', level: 'silent', isProduction: true });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A sale that was archived and cleaned up, and is looked at once more. */
async function cleanedUp({ againMs }: { againMs: number }) {
  const { engine, db, payment } = stage;
  const cleanupSale = createCleanupSale({
    ...{ engine, db, log, codec: createBlockCodec(), alert: () => {}, forget: () => {} },
    voidAuthorisations: createVoidAuthorisations({ orders: db.orders, payment }),
    againMs,
  });
  const sale = await stage.openSale();
  await db.sales.update(sale.id, { status: 'archived' });
  await cleanupSale(sale.id);
  return sale;
}

test('money that a slow call reserves after its sale was archived and cleaned up is let go', async () => {
  const { db, payment, redis } = stage;
  const sale = await cleanedUp({ againMs: 500 });
  expect(await redis.exists(...Object.values(keysOf(sale.id)))).toBe(0);

  const attempt = { saleId: sale.id, attempt: 1_000_000_002 };
  const asked = { ...attempt, amount: 100, currency: 'EUR', token: 'ok', buyer: 'ada' };
  expect(await payment.authorise(asked)).toMatchObject({ kind: 'authorised' });
  await until('a void says that it will not be ordered', async () => {
    return (await db.orders.byFence(sale.id, attempt.attempt))?.kind === 'void';
  });
});

test('a late job that hints at a sale that is gone leaves nothing in Redis', async () => {
  const { engine, redis } = stage;
  const sale = await cleanedUp({ againMs: 300 });
  await engine.hint(sale.id);
  await until('it is no longer hinted at', async () => {
    return (await redis.sismember('fslive', sale.id)) === 0;
  });
});
