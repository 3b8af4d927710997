import type { Database } from '@flash/database';
import { checkChain, isBegunUnder } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { expectCleanSale, waitFor } from '@flash/testing';
import { expect } from 'vitest';

/** All of the log is stored, the chain verifies from its rules on, and the audit finds nothing. */
export async function expectInOrder(of: {
  saleId: string;
  engine: Engine;
  database: Database;
}): Promise<void> {
  const { saleId, engine, database } = of;
  const sale = await database.sales.get(saleId);
  const shot = await engine.snapshot(saleId);
  if (!sale || shot.kind !== 'snapshot') {
    throw new Error('no sale');
  }
  await waitFor(
    async () => (((await database.blocks.last(saleId))?.to ?? 0) >= shot.n ? true : null),
    { timeoutMs: 30_000, intervalMs: 50, what: 'the log to be stored' },
  );
  const blocks = await database.blocks.readPublic(saleId, 0, 10_000);
  expect(checkChain(blocks)).toMatchObject({ kind: 'whole' });
  expect(blocks[0] && isBegunUnder(blocks[0], sale)).toBe(true);
  await expectCleanSale({ ...of, options: { lateMs: 60_000, graceMs: 20_000 } });
}
