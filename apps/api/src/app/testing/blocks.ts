import type { Sale } from '@flash/database';
import {
  blockHash,
  canonicalEntry,
  createLeaves,
  emptyTotals,
  genesisHash,
  totalsAfter,
} from '@flash/fairness';
import type { Deps } from '../deps.ts';

/** Keeps what the log has got, as a worker does, and leaves `keep` entries of it in Redis. */
export async function keepLog({ db, engine }: Deps, sale: Sale, keep = 0): Promise<void> {
  const leaves = createLeaves(sale);
  for (;;) {
    const last = await db.blocks.last(sale.id);
    const from = (last?.to ?? 0) + 1;
    const entries = await engine.readLog(sale.id, from, 200);
    if (entries.length === 0) {
      return;
    }
    const people = new Map<string, string>();
    const texts = entries.map((entry) =>
      canonicalEntry(entry, (buyer) => {
        people.set(leaves.leafOf(buyer), buyer);
        return leaves.leafOf(buyer);
      }),
    );
    const page = {
      saleId: sale.id,
      epoch: sale.epoch,
      b: (last?.b ?? -1) + 1,
      from,
      to: from + entries.length - 1,
      prev: last?.hash ?? genesisHash(sale),
      entries: texts,
    };
    await db.blocks.append({
      ...page,
      hash: blockHash(page),
      at: entries.at(-1)?.at ?? 0,
      totals: totalsAfter(last?.totals ?? emptyTotals(), entries),
      people: Array.from(people, ([leaf, buyer]) => ({ leaf, buyer })),
    });
    await engine.stored(sale.id, { epoch: sale.epoch, n: page.to, keep });
  }
}
