import type { SaleBook } from './sale-cache.ts';

/** Which sale is meant when nobody names one. */
export interface CurrentId {
  /** Undefined: not known, or not looked up lately. */
  peek(): string | undefined;
  read(): Promise<string | null>;
  /** Looks it up again if somebody asked since. */
  renew(): void;
}

const STALE_MS = 1_500;

/** Ages are monotonic: a host's clock may be set. */
export function createCurrentId(saleBook: Pick<SaleBook, 'current'>): CurrentId {
  let id: string | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let isAsked = false;

  return {
    peek() {
      isAsked = true;
      return id !== null && performance.now() - readAt <= STALE_MS ? id : undefined;
    },
    read,
    renew() {
      if (isAsked) void read().catch(() => undefined);
      isAsked = false;
    },
  };

  async function read(): Promise<string | null> {
    id = (await saleBook.current())?.id ?? null;
    readAt = performance.now();
    return id;
  }
}
