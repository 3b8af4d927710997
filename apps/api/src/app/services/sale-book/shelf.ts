import type { Sale } from '@flash/database';
import type { Clock } from '@flash/shared-utils';

/** Sales by id as they were read last. Older reads never replace newer ones. */
export interface Shelf {
  has(id: string): boolean;
  /** Undefined: not known, or not read lately enough. */
  peek(id: string): Sale | undefined;
  load(ids: readonly string[]): Promise<Map<string, Sale>>;
  /** Reads again what was used lately, in one query, and forgets the rest. */
  renew(): Promise<void>;
}

interface ShelfDeps {
  read(ids: readonly string[]): Promise<Sale[]>;
  clock: Clock;
}

const FRESH_MS = 2_000;
const USED_MS = 30_000;
const PATIENCE_MS = 1_500;

interface Entry {
  sale: Sale;
  turn: number;
  loadedAt: number;
  usedAt: number;
}

export function createShelf({ read, clock }: ShelfDeps): Shelf {
  const entries = new Map<string, Entry>();
  const underWay = new Map<string, Promise<Map<string, Sale>>>();
  let turns = 0;
  let failedAt = Number.NEGATIVE_INFINITY;

  return {
    has: (id) => entries.has(id),
    peek(id) {
      const entry = entries.get(id);
      if (!entry) return undefined;
      const now = clock.now();
      entry.usedAt = now;
      // While MongoDB does not answer, what was read last is all there is.
      const usable = now - entry.loadedAt < FRESH_MS || now - failedAt < FRESH_MS;
      return usable ? entry.sale : undefined;
    },
    load,
    async renew() {
      const now = clock.now();
      for (const [id, entry] of entries) if (now - entry.usedAt > USED_MS) entries.delete(id);
      if (entries.size > 0) await load([...entries.keys()]);
    },
  };

  async function load(ids: readonly string[]): Promise<Map<string, Sale>> {
    const key = ids.join();
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const reading = readAndKeep(ids).finally(() => underWay.delete(key));
    underWay.set(key, reading);
    return reading;
  }

  async function readAndKeep(ids: readonly string[]): Promise<Map<string, Sale>> {
    const turn = ++turns;
    try {
      const sales = await withPatience(read(ids));
      const found = new Map(sales.map((sale) => [sale.id, sale]));
      for (const id of ids) keep(id, found.get(id), turn);
      return found;
    } catch (error) {
      failedAt = clock.now();
      const known = ids.flatMap((id) => entries.get(id)?.sale ?? []);
      if (known.length === 0) throw error;
      return new Map(known.map((sale) => [sale.id, sale]));
    }
  }

  function keep(id: string, sale: Sale | undefined, turn: number): void {
    const entry = entries.get(id);
    if (entry && entry.turn > turn) return;
    if (!sale || sale.status === 'draft') {
      entries.delete(id);
      return;
    }
    const now = clock.now();
    entries.set(id, { sale, turn, loadedAt: now, usedAt: entry?.usedAt ?? now });
  }
}

/** A driver looks for its server much longer than a buyer waits. */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('MongoDB took too long')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
