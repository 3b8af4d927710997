import type { Sale } from '@flash/database';
import { expect, test } from 'vitest';
import type { QueueContext } from './context.ts';
import { auditOf } from './queue-audit.ts';

const figures = { free: 5, held: 2, claimed: 1, sold: 2, stock: 10 };
const stored = { id: 's1', epoch: 1, status: 'published', stock: 10, currentQuantity: 8 };

/** What both stores answer; counts of live orders one after the other, the last one again and again. */
function contextOf({ redis = {}, sale = {}, orders = [2] as number[] } = {}) {
  const counts = [...orders];
  const now = { ...stored, adjusts: [], restoring: null, ...sale } as unknown as Sale;
  const snapshot = { kind: 'snapshot', now: 0, ...figures, ...redis };
  const context = {
    db: {
      orders: { countLive: async () => (counts.length > 1 ? counts.shift() : counts[0]) },
      sales: { get: async () => now },
    },
    engine: { snapshot: async () => snapshot },
  } as unknown as QueueContext;
  return { context, now };
}

const codesOf = async (change: Parameters<typeof contextOf>[0]) => {
  const { context, now } = contextOf(change);
  const { ok, violations } = await auditOf(context, now);
  return { ok, codes: violations.map(({ code }) => code) };
};

test('a sale whose stores tell the same is all right', async () => {
  expect(await codesOf({ redis: { claimed: 0, held: 3 } })).toEqual({ ok: true, codes: [] });
});

test.each([
  ['units that are missing from Redis', { redis: { free: 4 } }, ['identity']],
  [
    'more orders than units sold or being paid for',
    { orders: [4], sale: { currentQuantity: 6 } },
    ['orders'],
  ],
  [
    'more orders than there are units',
    {
      orders: [11],
      sale: { currentQuantity: -1 },
      redis: { free: 0, held: 0, claimed: 0, sold: 10 },
    },
    ['orders', 'oversold'],
  ],
  ['a counter that is not what the orders say', { sale: { currentQuantity: 7 } }, ['counter']],
])('an operator is told of %s', async (_, change, codes) => {
  expect(await codesOf(change)).toEqual({ ok: false, codes });
});

test('a difference is told of once nothing is on its way, and not while a payment or a change is', async () => {
  const quiet = { redis: { claimed: 0, sold: 3 } };
  expect(await codesOf(quiet)).toEqual({ ok: false, codes: [] });
  expect(await codesOf({ redis: { sold: 3, free: 4 } })).toEqual({ ok: true, codes: [] });
  const adjusts = [{ state: 'pending' }];
  expect(await codesOf({ ...quiet, sale: { adjusts } })).toEqual({ ok: true, codes: [] });
});

test('what looks wrong is looked at a second time, since an order may be between the two stores', async () => {
  // At the first look the order is stored while its sale is read, at the second look it is there.
  const change = { orders: [4, 4, 2], redis: { claimed: 0, held: 3 } };
  expect(await codesOf(change)).toEqual({ ok: true, codes: [] });
});

test.each([
  [{ restoring: null }, 'SALE_STATE'],
  [{ restoring: { at: 1 } }, 'RESTORING'],
])('a sale without a live state cannot be compared: %o is %s', async (sale, code) => {
  const { context, now } = contextOf({ sale: { ...sale, epoch: 0 } });
  await expect(auditOf(context, now)).rejects.toMatchObject({ code });
});
