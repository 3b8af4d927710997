import { checkChain, genesisHash } from '@flash/fairness';
import { rulesOf } from '@flash/reservation';
import { expect } from 'vitest';
import { crowdOf } from './crowd.ts';
import type { Stage } from './stage.ts';

/** A sale in which places were given and units granted while no block could be written. */
export async function unstoredSale(
  stage: Stage,
  { people, granted, holdMs }: { people: number; granted: number; holdMs: number },
) {
  const { db, engine } = stage;
  const made = await stage.openSale({
    startingQuantity: people,
    fastPassPercent: 0,
  });
  const { id } = made;
  const sale = await db.sales.raiseEpoch(id, 1, Date.now());
  if (!sale) {
    throw new Error('the epoch was not raised');
  }
  await engine.mark(id, 2);
  const line = Array.from({ length: people }, (_, i) => {
    return { buyer: `g${String(i).padStart(21, '0')}`, seq: 1_000_000_001 + i };
  });
  const pages = Array.from({ length: people / 1_000 }, (_, i) =>
    line.slice(i * 1e3, i * 1e3 + 1e3),
  );
  await engine.adopt(
    id,
    {
      ...{ how: 'adopt', epoch: 2, stock: people, unitTop: people, nextUnit: 1, unitsFree: [] },
      ...{ unitsRetired: [], holds: [], remains: [], sold: [], line: null, lineAdd: line },
      ...{
        lineRemove: [],
        keyed: [],
        networks: [],
        lost: [],
        seq: 2e9,
        fence: 2e9,
        serving: 0,
        granted: 0,
        graceMs: 0,
        applied: [],
      },
      ...{ marks: [{ epoch: 1, seq: 1_000_000_000 + people }], n: 1, storedN: 0 },
      entries: [
        { type: 'adopt', epoch: 2, how: 'adopt', mark: 1_000_000_000 + people, stock: people },
        ...pages.map((places) => ({ type: 'requeue' as const, places })),
      ],
    },
    { ...rulesOf(sale), holdMs },
  );
  await db.sales.finishRestore(id, 2);
  await engine.lock(id, 'test', 600_000);
  const batch = { token: 'test', max: 200, clearWake: true };
  for (let done = 0; done < granted; done += 200) {
    await engine.grant(id, batch);
  }
  await engine.unlock(id, 'test');
  return { id, sale, crowd: crowdOf(stage, id) };
}

export async function expectWholeChain(stage: Stage, saleId: string) {
  const sale = await stage.db.sales.get(saleId);
  const blocks = await stage.db.blocks.readPublic(saleId, 0, 10_000);
  const genesis = sale ? genesisHash(sale) : '';
  expect(checkChain(blocks, { genesis })).toMatchObject({ kind: 'whole' });
  return blocks;
}
