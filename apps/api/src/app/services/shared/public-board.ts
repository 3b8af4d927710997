import type { Engine, Snapshot } from '@flash/reservation';
import type { Clock } from '@flash/shared-utils';
import { withinTime } from '../base/within-time.ts';
import { createSellOut, type Look, lookAt, type SellOut } from './cached-snapshot.ts';
import type { NoticeSource } from './personal-notices.ts';
import {
  lineAnswer,
  publicSaleAnswer,
  type ReadyAnswer,
  readyAnswer,
  unknownSaleAnswer,
} from './public-answers.ts';
import type { SaleBook } from './sale-cache.ts';
import type { Returns } from './wait.ts';
import { iso } from './wire.ts';

/**
 * What everybody may read of a line, kept ready in the process. Reading costs Redis nothing: one
 * timer looks at the sales that somebody read since, at most a few times a second.
 */
export interface LineBoard {
  /** Undefined: nothing fresh is ready, ask `load`. Without an id the current sale. */
  ready(saleId: string | null): Board | undefined;
  /** Null: no such sale. */
  load(saleId: string | null): Promise<Board | null>;
  /** Counters at most 250 ms old, or the last ones known; null when there are none. */
  snapshot(saleId: string): Promise<Snapshot | null>;
  unknown(): ReadyAnswer;
  close(): void;
}

interface Board {
  line: ReadyAnswer;
  publicSale: ReadyAnswer;
  look: Look;
}

interface LineBoardDeps {
  engine: Pick<Engine, 'snapshot'>;
  saleBook: Pick<SaleBook, 'get' | 'current'>;
  returns: Returns;
  notices: NoticeSource;
  clock: Clock;
}

const STALE_MS = 250;
const TICK_MS = 200;
const FORGOTTEN_MS = 60_000;
/** Readers are shown the last numbers rather than made to wait for new ones. */
const PATIENCE_MS = 500;

interface Entry {
  board: Board;
  sellOut: SellOut;
  /** In monotonic time: a host's clock that is set back must not make numbers look fresh. */
  madeAt: number;
  readAt: number;
}

export function createLineBoard(deps: LineBoardDeps): LineBoard {
  const { engine, saleBook, returns, notices, clock } = deps;
  const current = createCurrentId(saleBook);
  const entries = new Map<string, Entry>();
  const making = new Map<string, Promise<Board | null>>();
  const tick = setInterval(lookAgain, TICK_MS);
  tick.unref();
  notices.on(({ saleId, entry }) => {
    if (entries.get(saleId)?.sellOut.isReachedBy(entry)) {
      void loadSince(saleId, entry.n);
    }
  });

  return {
    ready(saleId) {
      const id = saleId ?? current.peek();
      const entry = id === undefined ? undefined : entries.get(id);
      if (!entry) {
        return undefined;
      }
      const now = performance.now();
      entry.readAt = now;
      return now - entry.madeAt <= STALE_MS ? entry.board : undefined;
    },
    async load(saleId) {
      const id = saleId ?? (await current.read());
      return id === null ? null : load(id);
    },
    async snapshot(saleId) {
      const board = this.ready(saleId) ?? (await load(saleId));
      return board?.look.snapshot ?? null;
    },
    unknown() {
      const { item, meta } = unknownSaleAnswer;
      const serverNow = iso(clock.now());
      return readyAnswer(unknownSaleAnswer, { item, meta: { ...meta, serverNow } });
    },
    close: () => clearInterval(tick),
  };

  function lookAgain(): void {
    const now = performance.now();
    current.renew();
    for (const [id, entry] of entries) {
      if (now - entry.readAt > FORGOTTEN_MS) {
        entries.delete(id);
      } else if (entry.readAt >= entry.madeAt) {
        void load(id).catch(() => undefined);
      }
    }
  }

  function load(id: string): Promise<Board | null> {
    const running = making.get(id);
    if (running !== undefined) {
      return running;
    }
    const work = make(id).finally(() => making.delete(id));
    making.set(id, work);
    return work;
  }

  /** A look that was under way already may be older than what made it necessary. */
  async function loadSince(id: string, n: number): Promise<void> {
    const board = await load(id).catch(() => null);
    if (board?.look.snapshot && board.look.snapshot.n < n) {
      await load(id).catch(() => null);
    }
  }

  async function make(id: string): Promise<Board | null> {
    const sale = await saleBook.get(id);
    if (!sale) {
      entries.delete(id);
      return null;
    }
    const before = entries.get(id);
    const seen = await withinTime(
      engine.snapshot(sale.id).catch(() => null),
      PATIENCE_MS,
    );
    const madeAt = performance.now();
    const look = lookAt(sale, seen, before?.board.look, clock.now());
    const board = { look, ...answersOf(look) };
    entries.set(id, {
      board,
      sellOut: createSellOut(look),
      madeAt,
      readAt: before?.readAt ?? madeAt,
    });
    return board;
  }

  function answersOf(look: Look): Pick<Board, 'line' | 'publicSale'> {
    const serverNow = iso(look.now);
    const line = lineAnswer(look, returns.perMs(look.sale.id, look.now));
    const { item, meta } = publicSaleAnswer(look);
    return {
      line: readyAnswer(line, { ...line, serverNow }),
      publicSale: readyAnswer({ item, meta }, { item, meta: { ...meta, serverNow } }),
    };
  }
}

/** Which sale is meant when nobody names one. */
interface CurrentId {
  /** Undefined: not known, or not looked up lately. */
  peek(): string | undefined;
  read(): Promise<string | null>;
  /** Looks it up again if somebody asked since. */
  renew(): void;
}

const ID_STALE_MS = 1_500;

/** Ages are monotonic: a host's clock may be set. */
function createCurrentId(saleBook: Pick<SaleBook, 'current'>): CurrentId {
  let id: string | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let isAsked = false;

  return {
    peek() {
      isAsked = true;
      return id !== null && performance.now() - readAt <= ID_STALE_MS ? id : undefined;
    },
    read,
    renew() {
      if (isAsked) {
        void read().catch(() => undefined);
      }
      isAsked = false;
    },
  };

  async function read(): Promise<string | null> {
    id = (await saleBook.current())?.id ?? null;
    readAt = performance.now();
    return id;
  }
}
