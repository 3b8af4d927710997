import type { Database, Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import { bestEffort, type Logger } from '@flash/shared-config';
import { REHEARSAL_PRODUCT } from '@flash/shared-types';
import { type Clock, createBatchLoader, withinTime } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { createRestingTimer } from '../base/resting-timer.ts';

/** What the API knows of sales without asking MongoDB each time. Drafts are never in it. */
export interface SaleCache {
  /** Null: unknown or a draft. Serves what it has while MongoDB cannot be reached. */
  get(id: string): Promise<Sale | null>;
  /** The same without waiting; undefined when it would have to be loaded first. */
  peek(id: string): Sale | undefined;
  /** Reads the sale again, for a caller that just changed it. */
  refresh(id: string): Promise<Sale | null>;
  /** Published sales, newest start first. */
  list(): Promise<readonly Sale[]>;
  /** The sale that runs now, else the next one. */
  current(): Promise<Sale | null>;
  close(): void;
}

interface SaleCacheDeps {
  db: { sales: Pick<Database['sales'], 'getMany' | 'list' | 'current'> };
  notices: { on(listener: (notice: { saleId: string; entry: LogEntry }) => void): unknown };
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

const RENEW_EVERY_MS = 1_000;
const LIST_LENGTH = 100;
const published = ['OnSchedule', 'ended', 'cancelled'] as const;
/** Changes after which the sale's document reads differently. */
const telling = new Set<LogEntry['type']>([
  'activate',
  'edit',
  'pause',
  'resume',
  'message',
  'end',
  'adjust',
  'adopt',
]);

export function createSaleCache({ db, notices, clock, log }: SaleCacheDeps): SaleCache {
  const kept = createKeptSales({ read: (ids) => db.sales.getMany(ids) });
  const list = createRecent(listPublished, RENEW_EVERY_MS);
  const current = createRecent(() => db.sales.current(clock.now()), RENEW_EVERY_MS);

  notices.on(({ saleId, entry }) => {
    if (telling.has(entry.type) && kept.has(saleId)) {
      void bestEffort(log, 'reload a changed sale', kept.load(saleId));
    }
  });
  const renewal = createRestingTimer(RENEW_EVERY_MS, () => {
    void bestEffort(log, 'renew the cached sales', kept.renew());
    return kept.size() > 0;
  });

  return {
    peek: (id) => kept.peek(id),
    get: async (id) => kept.peek(id) ?? load(id),
    async refresh(id) {
      list.forget();
      current.forget();
      return load(id);
    },
    list: () => list.get(),
    current: () => current.get(),
    close: () => renewal.stop(),
  };

  async function load(id: string): Promise<Sale | null> {
    if (!isSaleId(id)) {
      return null;
    }
    const sale = await kept.load(id);
    renewal.wake();
    return sale && sale.status !== 'draft' ? sale : null;
  }

  async function listPublished(): Promise<readonly Sale[]> {
    const filter = {
      status: published,
      sort: 'startsAt',
      order: 'desc',
      limit: LIST_LENGTH,
    } as const;
    const { items } = await db.sales.list(filter, clock.now());
    return items.filter(({ productId }) => productId !== REHEARSAL_PRODUCT);
  }
}

function isSaleId(id: string): boolean {
  return /^[0-9a-f]{24}$/.test(id);
}

/** Sales by id as they were read last. */
interface KeptSales {
  has(id: string): boolean;
  size(): number;
  /** Undefined: not known, or not read lately enough. */
  peek(id: string): Sale | undefined;
  /** Reads now; what is known already when MongoDB does not answer. */
  load(id: string): Promise<Sale | undefined>;
  /** Reads again what was used lately, and forgets the rest. */
  renew(): Promise<void>;
}

interface KeptSalesDeps {
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

function createKeptSales({ read }: KeptSalesDeps): KeptSales {
  const entries = new Map<string, Entry>();
  let failedAt = Number.NEGATIVE_INFINITY;
  // A crowd that asks for sales that do not exist costs one query at a time.
  const load = createBatchLoader(readAndKeep);

  return {
    has: (id) => entries.has(id),
    size: () => entries.size,
    load,
    peek(id) {
      const entry = entries.get(id);
      if (!entry) {
        return undefined;
      }
      const now = performance.now();
      entry.usedAt = now;
      // While MongoDB does not answer, what was read last is all there is.
      const usable = now - entry.loadedAt < FRESH_MS || now - failedAt < FRESH_MS;
      return usable ? entry.sale : undefined;
    },
    async renew() {
      const now = performance.now();
      for (const [id, entry] of entries) {
        if (now - entry.usedAt > USED_MS) {
          entries.delete(id);
        }
      }
      await Promise.all([...entries.keys()].map((id) => load(id)));
    },
  };

  async function readAndKeep(ids: string[]): Promise<(Sale | undefined | Error)[]> {
    try {
      const sales = await inTime(read(ids));
      const found = new Map(sales.map((sale) => [sale.id, sale]));
      for (const id of ids) {
        keep(id, found.get(id));
      }
      return ids.map((id) => found.get(id));
    } catch (error) {
      failedAt = performance.now();
      const failure = error instanceof Error ? error : new Error(String(error));
      return ids.map((id) => entries.get(id)?.sale ?? failure);
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

/** One value that `get` reads again when it is older than `staleMs`, measured by a clock that cannot be set. */
interface Recent<T> {
  get(): Promise<T>;
  /** The next `get` reads again. */
  forget(): void;
}

export function createRecent<T extends object | null>(
  read: () => Promise<T>,
  staleMs: number,
): Recent<T> {
  let known: { value: T; at: number } | null = null;
  let reading: Promise<T> | null = null;

  return {
    async get() {
      if (known && performance.now() - known.at < staleMs) {
        return known.value;
      }
      reading ??= readAgain().finally(() => {
        reading = null;
      });
      return reading;
    },
    forget() {
      if (known) {
        known.at = Number.NEGATIVE_INFINITY;
      }
    },
  };

  async function readAgain(): Promise<T> {
    try {
      const value = await inTime(read());
      known = { value, at: performance.now() };
      return value;
    } catch (error) {
      if (!known) {
        throw error;
      }
      return known.value;
    }
  }
}

const READ_MS = 1_500;

/** Gives up a read earlier than the driver does: a buyer does not wait for so long. */
async function inTime<T extends object | null>(reading: Promise<T>): Promise<T> {
  const read = await withinTime(
    reading.then((value) => ({ value })),
    READ_MS,
  );
  if (!read) {
    throw new AppError('UNAVAILABLE');
  }
  return read.value;
}
