import type { Database, Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Clock } from '@flash/shared-utils';
import { createRecent } from './recent.ts';
import { createShelf } from './sale-shelf.ts';

/** What the API knows of sales without asking MongoDB each time. Drafts are nobody's business. */
export interface SaleBook {
  /** Null: unknown or a draft. Serves what it has while MongoDB cannot be reached. */
  get(id: string): Promise<Sale | null>;
  /** The same without waiting; undefined when it would have to be loaded first. */
  peek(id: string): Sale | undefined;
  /** Reads the sale again, for whoever just changed it. */
  refresh(id: string): Promise<Sale | null>;
  /** Published sales, newest start first. */
  list(): Promise<readonly Sale[]>;
  /** The sale that runs now, else the next one. */
  current(): Promise<Sale | null>;
  close(): void;
}

interface SaleBookDeps {
  db: { sales: Pick<Database['sales'], 'getMany' | 'list' | 'current'> };
  notices: { on(listener: (notice: { saleId: string; entry: LogEntry }) => void): unknown };
  clock: Clock;
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

export function createSaleBook({ db, notices, clock }: SaleBookDeps): SaleBook {
  const shelf = createShelf({ read: (ids) => db.sales.getMany(ids) });
  const list = createRecent(listPublished, RENEW_EVERY_MS);
  const current = createRecent(() => db.sales.current(clock.now()), RENEW_EVERY_MS);

  notices.on(({ saleId, entry }) => {
    if (telling.has(entry.type) && shelf.has(saleId)) void shelf.load(saleId).catch(ignore);
  });
  const renewal = setInterval(() => void shelf.renew().catch(ignore), RENEW_EVERY_MS);
  renewal.unref();

  return {
    peek: (id) => shelf.peek(id),
    get: async (id) => shelf.peek(id) ?? load(id),
    async refresh(id) {
      list.forget();
      current.forget();
      return load(id);
    },
    list: () => list.get(),
    current: () => current.get(),
    close: () => clearInterval(renewal),
  };

  async function load(id: string): Promise<Sale | null> {
    if (!isSaleId(id)) return null;
    const sale = await shelf.load(id);
    return sale && sale.status !== 'draft' ? sale : null;
  }

  async function listPublished(): Promise<readonly Sale[]> {
    const filter = {
      status: published,
      sort: 'startsAt',
      order: 'desc',
      limit: LIST_LENGTH,
    } as const;
    return (await db.sales.list(filter, clock.now())).items;
  }
}

function isSaleId(id: string): boolean {
  return /^[0-9a-f]{24}$/.test(id);
}

/** The next reading repairs it; whoever waits for an answer gets the error itself. */
function ignore(): void {}
