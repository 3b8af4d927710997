import type { Engine, Snapshot } from '@flash/reservation';
import { bestEffort, type Logger, type MailDelivery } from '@flash/shared-config';
import type { PaymentScript } from '@flash/shared-types';
import { type Clock, withinTime } from '@flash/shared-utils';
import { createRestingTimer } from '../base/resting-timer.ts';
import {
  type CachedSnapshot,
  createSellOut,
  mergeSnapshot,
  type SellOut,
} from './cached-snapshot.ts';
import type { NoticeSource } from './notices.ts';
import {
  lineAnswer,
  publicSaleAnswer,
  type ReadyAnswer,
  readyAnswer,
  unknownSaleAnswer,
} from './public-answers.ts';
import type { SaleCache } from './sale-cache.ts';
import type { ReturnRates } from './wait.ts';
import { iso } from './wire.ts';

/**
 * The public answers about a line, kept ready in the process. Reading costs Redis nothing: one timer
 * looks at the sales that were read since its last run, at most a few times a second.
 */
export interface PublicBoard {
  /** Undefined: nothing fresh is ready, ask `load`. Without an id the current sale. */
  ready(saleId: string | null): BoardEntry | undefined;
  /** Null: no such sale. */
  load(saleId: string | null): Promise<BoardEntry | null>;
  /** Counters at most 250 ms old, or the last ones known; null when there are none. */
  snapshot(saleId: string): Promise<Snapshot | null>;
  unknown(): ReadyAnswer;
  close(): void;
}

interface BoardEntry {
  line: ReadyAnswer;
  publicSale: ReadyAnswer;
  cached: CachedSnapshot;
}

interface PublicBoardDeps {
  engine: Pick<Engine, 'snapshot'>;
  saleCache: Pick<SaleCache, 'get' | 'current'>;
  returns: ReturnRates;
  notices: NoticeSource;
  /** What becomes of mails to buyers. */
  mail: MailDelivery;
  /** What buyers authorise a payment with, if they do so in their browser. */
  payment?: PaymentScript | undefined;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

const STALE_MS = 250;
const TICK_MS = 200;
const FORGOTTEN_MS = 60_000;
/** Readers are shown the last numbers rather than made to wait for new ones. */
const PATIENCE_MS = 500;

interface Entry {
  board: BoardEntry;
  sellOut: SellOut;
  /** In monotonic time: a host's clock that is set back must not make numbers look fresh. */
  madeAt: number;
  readAt: number;
}

export function createPublicBoard(deps: PublicBoardDeps): PublicBoard {
  const { engine, saleCache, returns, notices, clock, log } = deps;
  const shop = {
    mail: deps.mail !== 'off',
    ...(deps.mail === 'kept' && { mailKept: true }),
    ...(deps.payment && { payment: deps.payment }),
  };
  const current = createCurrentId(saleCache, log);
  const entries = new Map<string, Entry>();
  const making = new Map<string, Promise<BoardEntry | null>>();
  const tick = createRestingTimer(TICK_MS, refreshRead);
  notices.on(({ saleId, entry }) => {
    if (entries.get(saleId)?.sellOut.isReachedBy(entry)) {
      void loadSince(saleId, entry.n);
    }
  });

  return {
    ready(saleId) {
      tick.wake();
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
      return board?.cached.snapshot ?? null;
    },
    unknown() {
      const { item, meta } = unknownSaleAnswer;
      const serverNow = iso(clock.now());
      const about = { ...meta, ...shop };
      return readyAnswer({ item, meta: about }, { item, meta: { ...about, serverNow } });
    },
    close: () => tick.stop(),
  };

  /** False: nothing was read lately. */
  function refreshRead(): boolean {
    const now = performance.now();
    const isAsked = current.renew();
    for (const [id, entry] of entries) {
      if (now - entry.readAt > FORGOTTEN_MS) {
        entries.delete(id);
      } else if (entry.readAt >= entry.madeAt) {
        void bestEffort(log, 'refresh a public board', load(id));
      }
    }
    return isAsked || entries.size > 0;
  }

  function load(id: string): Promise<BoardEntry | null> {
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
    const board = await bestEffort(log, 'refresh a public board', load(id));
    if (board?.cached.snapshot && board.cached.snapshot.n < n) {
      await bestEffort(log, 'refresh a public board', load(id));
    }
  }

  async function make(id: string): Promise<BoardEntry | null> {
    const sale = await saleCache.get(id);
    if (!sale) {
      entries.delete(id);
      return null;
    }
    const before = entries.get(id);
    const seen = await withinTime(
      bestEffort(log, 'read the snapshot of a sale', engine.snapshot(sale.id), null),
      PATIENCE_MS,
    );
    const madeAt = performance.now();
    const cached = mergeSnapshot(sale, seen, before?.board.cached, clock.now());
    const board = { cached, ...answersOf(cached) };
    entries.set(id, {
      board,
      sellOut: createSellOut(cached),
      madeAt,
      readAt: before?.readAt ?? madeAt,
    });
    tick.wake();
    return board;
  }

  function answersOf(cached: CachedSnapshot): Pick<BoardEntry, 'line' | 'publicSale'> {
    const serverNow = iso(cached.now);
    const line = lineAnswer(cached, returns.perMs(cached.sale.id, cached.now));
    const { item, meta } = publicSaleAnswer(cached);
    const about = { ...meta, ...shop };
    return {
      line: readyAnswer(line, { ...line, serverNow }),
      publicSale: readyAnswer({ item, meta: about }, { item, meta: { ...about, serverNow } }),
    };
  }
}

/** The sale that a request without an id is about. */
interface CurrentId {
  /** Undefined: not known, or not looked up lately. */
  peek(): string | undefined;
  read(): Promise<string | null>;
  /** Looks it up again if it was read since the last look-up, and answers whether it was. */
  renew(): boolean;
}

const ID_STALE_MS = 1_500;

/** Ages are monotonic: a host's clock may be set. */
function createCurrentId(
  saleCache: Pick<SaleCache, 'current'>,
  log: Pick<Logger, 'warn'>,
): CurrentId {
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
      const wasAsked = isAsked;
      isAsked = false;
      if (wasAsked) {
        void bestEffort(log, 'cached up the current sale', read());
      }
      return wasAsked;
    },
  };

  async function read(): Promise<string | null> {
    id = (await saleCache.current())?.id ?? null;
    readAt = performance.now();
    return id;
  }
}
