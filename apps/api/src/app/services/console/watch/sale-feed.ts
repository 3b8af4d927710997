import { type BlockHead, type Database, type Sale, saleLog } from '@flash/database';
import { emptyTotals, type LogEntry, type Totals, totalsAfter } from '@flash/fairness';
import { type Engine, epochBase, fastPassThreshold, type Snapshot } from '@flash/reservation';
import { bestEffort } from '@flash/shared-config';
import type { QueueOverview } from '@flash/shared-types';
import { withinTime } from '@flash/shared-utils';
import { iso, phaseAt } from '../../shared/wire.ts';
import { type HistoryContext, type QueueContext, readAgain, snapshotOf } from '../context.ts';
import { createMeter, createWaits, HISTORY_SECONDS, type Meter } from './meter.ts';

type OnEntry = Parameters<Tail['readUpTo']>[3];

/** One watched sale: each reading goes on where the last one ended. */
interface SaleFeed {
  read(onEntry: OnEntry): Promise<QueueOverview>;
  /** The view with the points that are newer than `since` instead of the last reading's. */
  withHistory(view: QueueOverview, since: number): QueueOverview;
}

const PATIENCE_MS = 900;

export function createSaleFeed(context: QueueContext, first: Sale): SaleFeed {
  const { log } = context;
  const meter = createMeter();
  const tail = createTail(context, meter);
  const waits = createWaits(context.joinTimes);
  let sale = first;
  let counted: { counts: Counts; snapshot: Snapshot | null; at: number } | null = null;
  let drift = 0;
  let now = 0;

  return {
    async read(onEntry) {
      const soon = <T>(work: Promise<T>) =>
        withinTime(bestEffort(log, 'read a watched sale', work, null), PATIENCE_MS);
      const [read, snapshot, parts] = await Promise.all([
        soon(readAgain(context, sale)),
        soon(snapshotOf(context, sale)),
        context.parts(),
      ]);
      sale = read ?? sale;
      now = snapshot?.now ?? context.clock.now();
      await bestEffort(log, 'follow the log of a watched sale', follow(snapshot, onEntry));
      if (snapshot) {
        counted = { counts: countsOf(snapshot), snapshot, at: now };
      }
      counted ??= { counts: countsOfSale(sale), snapshot: null, at: now };
      // Nothing of this sale is in Redis: what MongoDB says is as good as new.
      if (!counted.snapshot && read) {
        counted = { counts: countsOfSale(sale), snapshot: null, at: now };
      }
      return {
        ...rulesOfSale(sale, counted.snapshot, now),
        ...counted.counts,
        ...parts,
        countedAt: iso(counted.at),
        outcomes: outcomesOf(meter.totals),
        rates: meter.rates(now),
        waitMs: waits.spread(now),
        oldestWaitMs: await oldestWait(counted.snapshot),
        mode: meter.totals.mode === 'fast' ? 'fast-pass' : meter.totals.mode,
        history: [],
      };
    },
    withHistory: (view, since) => ({ ...view, history: meter.history(since, now, drift) }),
  };

  async function follow(snapshot: Snapshot | null, onEntry: OnEntry): Promise<void> {
    const upTo = snapshot?.n ?? 0;
    await tail.readUpTo(sale, upTo, now, (entry) => {
      waits.see(entry);
      onEntry(entry);
    });
    if (!snapshot) {
      return;
    }
    drift = snapshot.waiting - meter.totals.waiting;
    await waits.settle(sale.id, upTo);
  }

  async function oldestWait(snapshot: Snapshot | null): Promise<number | null> {
    if (!snapshot?.oldest) {
      return null;
    }
    const { seq } = snapshot.oldest;
    const finding = context.joinTimes(sale.id, [seq], snapshot.n);
    const times = await bestEffort(log, 'find the time of a join', finding);
    const joinedAt = times?.get(seq);
    return joinedAt === undefined ? null : Math.max(0, now - joinedAt);
  }
}

function outcomesOf(totals: ReturnType<typeof createMeter>['totals']): QueueOverview['outcomes'] {
  const { settled: bought, expired, left, released, removed, declined, refunded } = totals;
  return { bought, expired, left, released, removed, declined, refunded };
}

interface Tail {
  /** Hands on every entry up to `n` that was not handed on before. */
  readUpTo(sale: Sale, n: number, now: number, onEntry: (entry: LogEntry) => void): Promise<void>;
}

interface TailDeps extends HistoryContext {
  db: HistoryContext['db'] & Pick<Database, 'blocks'>;
  engine: Pick<Engine, 'readLog'>;
}

const READ = 5_000;
/** Twenty blocks a second are the most there are. */
const HEADS_MAX = HISTORY_SECONDS * 20;

/**
 * Follows one sale's log. It begins at the last stored block, whose totals are known, and does so
 * again when it fell so far behind that Redis has cut the entries it would need.
 */
function createTail(deps: TailDeps, meter: Meter): Tail {
  let last: number | null = null;

  return {
    async readUpTo(sale, n, now, onEntry) {
      last ??= await begin(sale, now);
      let beginnings = 1;
      while (last < n) {
        const entries = await deps.engine.readLog(sale.id, last + 1, Math.min(READ, n - last));
        if (entries.length === 0) {
          return;
        }
        if (entries[0]?.n !== last + 1) {
          beginnings += 1;
          last = await begin(sale, now);
          if (beginnings > 3) {
            return;
          }
          continue;
        }
        for (const entry of entries) {
          meter.add(entry);
          onEntry(entry);
          last = entry.n;
        }
      }
    },
  };

  async function begin(sale: Sale, now: number): Promise<number> {
    const since = now - (HISTORY_SECONDS + 1) * 1_000;
    const heads = await deps.db.blocks.headsSince(sale.id, since, HEADS_MAX);
    const [newest] = heads;
    if (newest && !newest.totals) {
      meter.begin([{ at: since, totals: await totalsByReading(deps, sale, newest) }]);
      return newest.to;
    }
    const marks = heads.flatMap(({ at, totals }) => (totals ? [{ at, totals }] : []));
    meter.begin(marks.reverse());
    return newest?.to ?? 0;
  }
}

/** Blocks of earlier versions do not carry totals: then the whole log has to be read, once. */
async function totalsByReading(deps: TailDeps, sale: Sale, head: BlockHead): Promise<Totals> {
  let totals = emptyTotals();
  for await (const entry of saleLog(deps, sale)) {
    if (entry.n > head.to) {
      break;
    }
    totals = totalsAfter(totals, [entry]);
  }
  return totals;
}

type Counts = Pick<
  QueueOverview,
  | 'free'
  | 'held'
  | 'claimed'
  | 'sold'
  | 'waiting'
  | 'joined'
  | 'served'
  | 'nextExpiryAt'
  | 'halted'
  | 'n'
>;

type Rules = Omit<
  QueueOverview,
  | keyof Counts
  | 'oldestWaitMs'
  | 'countedAt'
  | 'outcomes'
  | 'rates'
  | 'waitMs'
  | 'mode'
  | 'worker'
  | 'redis'
  | 'database'
  | 'history'
>;

/** What follows from the sale's document and its last snapshot alone. */
function rulesOfSale(sale: Sale, snapshot: Snapshot | null, now: number): Rules {
  const stock = snapshot?.stock ?? sale.stock;
  return {
    flashSaleId: sale.id,
    name: sale.name,
    phase: phaseAt(sale, now),
    stock,
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    restoring: sale.restoring !== null,
    epoch: snapshot?.epoch ?? sale.epoch,
    serverNow: iso(now),
    fastPassThreshold: fastPassThreshold(stock, sale.fastPassPercent),
  };
}

function countsOf(snapshot: Snapshot): Counts {
  const { free, held, claimed, sold, waiting, n, nextExpiryAt } = snapshot;
  return {
    free,
    held,
    claimed,
    sold,
    waiting,
    n,
    joined: Math.max(0, snapshot.seq - epochBase(snapshot.epoch)),
    served: snapshot.granted,
    nextExpiryAt: nextExpiryAt === null ? null : iso(nextExpiryAt),
    halted: snapshot.halted || null,
  };
}

/** A draft, an archived sale, or one that is being restored: one document says it all, so the parts add up. */
function countsOfSale({ stock, currentQuantity }: Sale): Counts {
  const none = { held: 0, claimed: 0, waiting: 0, joined: 0, served: 0 };
  const [sold, free] = [stock - currentQuantity, currentQuantity];
  return { ...none, sold, free, nextExpiryAt: null, halted: null, n: 0 };
}
