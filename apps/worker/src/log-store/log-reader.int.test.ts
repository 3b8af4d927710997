import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../testing/stage.ts';
import { createBlockCodec } from './block-codec.ts';
import { openLogReader } from './log-reader.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('reading a long log again lets the process serve lines after each block', async () => {
  const sale = await stage.openSale();
  const codec = createBlockCodec();
  const blocks = 30;
  let last = null;
  for (let b = 0; b < blocks; b += 1) {
    const entries = Array.from({ length: 100 }, (_, i) => {
      const n = b * 100 + i + 1;
      return {
        n,
        at: n,
        type: 'join' as const,
        seq: 1_000_000_000 + n,
        buyer: `b${n}`,
        late: false,
      };
    });
    const block = codec.encode({ sale, epoch: 1, last, entries });
    await stage.db.blocks.append(block);
    last = block;
  }
  let turns = 0;
  let isReading = true;
  const others = (async () => {
    for (; isReading; turns += 1) {
      await turn();
    }
  })();
  const turnsAt = new Set<number>();
  async function* watched(saleId: string) {
    for await (const block of stage.db.blocks.all(saleId)) {
      turnsAt.add(turns);
      yield block;
    }
  }
  const db = { ...stage.db, blocks: { ...stage.db.blocks, all: watched } };
  const { auditor } = await openLogReader({ ...stage, db, codec }, sale, 0);
  isReading = false;
  await others;
  expect(auditor.fold.n).toBe(blocks * 100);
  expect(turnsAt.size).toBe(blocks);
});
