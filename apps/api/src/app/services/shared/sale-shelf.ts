import type { Sale } from '@flash/database';
import { createGather } from '../base/gather.ts';
import { patiently } from './patiently.ts';

/** Sales by id as they were read last. */
export interface Shelf {
  has(id: string): boolean;
  /** Undefined: not known, or not read lately enough. */
  peek(id: string): Sale | undefined;
  /** Reads now; what is known already when MongoDB does not answer. */
  load(id: string): Promise<Sale | undefined>;
  /** Reads again what was used lately, and forgets the rest. */
  renew(): Promise<void>;
}

interface ShelfDeps {
  read(ids: readonly string[]): Promise<Sale[]>;
}

/** Times are monotonic: a host's clock that is set back must not keep an old reading. */
interface Entry {
  sale: Sale;
  loadedAt: number;
  usedAt: number;
}

const FRESH_MS = 2_000;
const USED_MS = 30_000;

export function createShelf({ read }: ShelfDeps): Shelf {
  const entries = new Map<string, Entry>();
  let failedAt = Number.NEGATIVE_INFINITY;
  // A crowd that asks for sales that do not exist costs one query at a time.
  const load = createGather(readAndKeep);

  return {
    has: (id) => entries.has(id),
    load,
    peek(id) {
      const entry = entries.get(id);
      if (!entry) return undefined;
      const now = performance.now();
      entry.usedAt = now;
      // While MongoDB does not answer, what was read last is all there is.
      const usable = now - entry.loadedAt < FRESH_MS || now - failedAt < FRESH_MS;
      return usable ? entry.sale : undefined;
    },
    async renew() {
      const now = performance.now();
      for (const [id, entry] of entries) if (now - entry.usedAt > USED_MS) entries.delete(id);
      await Promise.all([...entries.keys()].map((id) => load(id)));
    },
  };

  async function readAndKeep(ids: string[]): Promise<(id: string) => Sale | undefined> {
    try {
      const sales = await patiently(read(ids));
      const found = new Map(sales.map((sale) => [sale.id, sale]));
      for (const id of ids) keep(id, found.get(id));
      return (id) => found.get(id);
    } catch (error) {
      failedAt = performance.now();
      return (id) => {
        const entry = entries.get(id);
        if (!entry) throw error;
        return entry.sale;
      };
    }
  }

  function keep(id: string, sale: Sale | undefined): void {
    if (!sale || sale.status === 'draft') {
      entries.delete(id);
      return;
    }
    const now = performance.now();
    entries.set(id, { sale, loadedAt: now, usedAt: entries.get(id)?.usedAt ?? now });
  }
}
