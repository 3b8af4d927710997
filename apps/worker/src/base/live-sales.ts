import type { LiveSale, Sales } from '@flash/database';

/** MongoDB's list of live sales, as of at most a moment ago; it outlives an outage of MongoDB. */
export interface LiveSales {
  list(): readonly LiveSale[];
  get(saleId: string): LiveSale | undefined;
  /** Reads the list; where it is long and was read lately, only the sales that were named since then. */
  refresh(): Promise<void>;
  /** Reads one sale, whether it is listed or not. */
  reread(saleId: string): Promise<void>;
  /** A notice of a sale that is not listed: the next refresh looks for it. */
  name(saleId: string): void;
  /** Sales that are no longer live and not cleaned up yet. */
  departed(): readonly string[];
  cleanedUp(saleId: string): void;
}

/** Reading a thousand sales costs as much as serving a hundred buyers: a list that long is read each five seconds. */
const MS_PER_SALE = 5;
const LONG = 200;
/** Notices may name sales of another database, which are never found. */
const NAMED_MAX = 1_000;

export function createLiveSales(
  sales: Pick<Sales, 'listLive'>,
  now: () => number = () => performance.now(),
): LiveSales {
  let known = new Map<string, LiveSale>();
  let wholeAt = Number.NEGATIVE_INFINITY;
  const named = new Set<string>();
  const departed = new Set<string>();
  /** One read after the other: an older answer never replaces a newer one. */
  let reading: Promise<void> = Promise.resolve();

  function inTurn(read: () => Promise<void>): Promise<void> {
    const done = reading.then(read);
    // The caller gets the failure; the next read still runs.
    reading = done.catch(() => {});
    return done;
  }

  async function readAll(): Promise<void> {
    const begunAt = now();
    named.clear();
    const fresh = new Map((await sales.listLive()).map((sale) => [sale.id, sale]));
    for (const saleId of known.keys()) {
      if (!fresh.has(saleId)) {
        departed.add(saleId);
      }
    }
    for (const saleId of fresh.keys()) {
      departed.delete(saleId);
    }
    known = fresh;
    wholeAt = begunAt;
  }

  async function readThese(ids: readonly string[]): Promise<void> {
    const found = new Map((await sales.listLive(ids)).map((sale) => [sale.id, sale]));
    for (const id of ids) {
      const sale = found.get(id);
      if (sale) {
        known.set(id, sale);
        departed.delete(id);
      } else if (known.delete(id)) {
        departed.add(id);
      }
    }
  }

  async function readNamed(): Promise<void> {
    const ids = [...named];
    if (ids.length === 0) {
      return;
    }
    // What is named while they are read is read by the next refresh.
    named.clear();
    try {
      await readThese(ids);
    } catch (error) {
      for (const id of ids) {
        named.add(id);
      }
      throw error;
    }
  }

  return {
    list: () => [...known.values()],
    get: (saleId) => known.get(saleId),
    refresh: () =>
      inTurn(async () => {
        const isLate = now() - wholeAt >= known.size * MS_PER_SALE;
        if (isLate || known.size <= LONG) {
          await readAll();
          return;
        }
        await readNamed();
      }),
    reread: (saleId) => inTurn(() => readThese([saleId])),
    name(saleId) {
      if (named.size < NAMED_MAX) {
        named.add(saleId);
      }
    },
    departed: () => [...departed],
    cleanedUp(saleId) {
      departed.delete(saleId);
    },
  };
}
