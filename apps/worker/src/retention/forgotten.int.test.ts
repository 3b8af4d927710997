import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage, until } from '../testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a line in which a buyer was forgotten is rebuilt for all others', async () => {
  const { engine, db } = stage;
  await stage.startWorker();
  const sale = await stage.openSale();
  const placeOf = async (buyer: string) => {
    const seen = await engine.position(sale.id, [buyer]);
    return seen.kind === 'positions' ? seen.places[0] : undefined;
  };
  for (const buyer of ['ada', 'bob']) {
    await engine.join(sale.id, { buyer, bearer: false });
    await engine.hint(sale.id);
    await until(`${buyer} holds`, async () => (await placeOf(buyer))?.state === 'held', 20_000);
  }
  const before = await placeOf('bob');
  await engine.leave(sale.id, { buyer: 'ada' });
  const shot = await engine.snapshot(sale.id);
  const { n } = shot.kind === 'snapshot' ? shot : { n: Number.NaN };
  await until('it is stored', async () => ((await db.blocks.last(sale.id))?.to ?? 0) >= n, 20_000);
  expect(await db.blocks.forget(sale.id, 'ada')).toBeGreaterThan(0);

  await engine.drop(sale.id);
  await until('bob holds again', async () => (await placeOf('bob'))?.state === 'held', 20_000);
  const after = await placeOf('bob');
  if (before?.state !== 'held' || after?.state !== 'held') {
    throw new Error('bob lost the hold');
  }
  expect(after.hold.seq).toBe(before.hold.seq);
  expect(after.hold.unit).toBe(before.hold.unit);
  expect((await placeOf('ada'))?.state).toBe('none');
  expect(await engine.snapshot(sale.id)).toMatchObject({ free: sale.stock - 1, held: 1 });
});
