import type { Sale } from '@flash/database';
import type { Snapshot } from '@flash/reservation';
import type { QueueOverview } from '@flash/shared-types';
import { withinTime } from '../../base/within-time.ts';
import { iso } from '../../shared/wire.ts';
import { type QueueContext, readAgain, snapshotOf } from '../context.ts';
import { type Counts, countsOf, countsWithoutRedis, rulesOfSale } from '../overview.ts';
import { createMeter } from './meter.ts';
import { createTail, type Tail } from './tail.ts';
import { createWaits } from './waits.ts';

type OnEntry = Parameters<Tail['readUpTo']>[3];

/** One sale as it is watched: each look continues where the last one ended. */
export interface Sight {
  look(onEntry: OnEntry): Promise<QueueOverview>;
  /** The view with the points that are newer than `since` instead of the last look's. */
  withHistory(view: QueueOverview, since: number): QueueOverview;
}

const PATIENCE_MS = 900;

export function createSight(context: QueueContext, first: Sale): Sight {
  const meter = createMeter();
  const tail = createTail(context, meter);
  const waits = createWaits(context.joinTimes);
  let sale = first;
  let counted: { counts: Counts; snapshot: Snapshot | null; at: number } | null = null;
  let drift = 0;
  let now = 0;

  return {
    async look(onEntry) {
      const soon = <T>(work: Promise<T>) => withinTime(work, PATIENCE_MS).catch(() => null);
      const [read, snapshot, parts] = await Promise.all([
        soon(readAgain(context, sale)),
        soon(snapshotOf(context, sale)),
        context.parts(),
      ]);
      sale = read ?? sale;
      now = snapshot?.now ?? context.clock.now();
      await follow(snapshot, onEntry).catch(() => undefined);
      if (snapshot) counted = { counts: countsOf(snapshot), snapshot, at: now };
      counted ??= { counts: await countsWithoutRedis(context, sale), snapshot: null, at: now };
      // Nothing of this sale is in Redis: what MongoDB says is as good as new.
      if (!counted.snapshot && read) {
        counted = { counts: await countsWithoutRedis(context, sale), snapshot: null, at: now };
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
    if (!snapshot) return;
    drift = snapshot.waiting - meter.totals.waiting;
    await waits.settle(sale.id, upTo);
  }

  async function oldestWait(snapshot: Snapshot | null): Promise<number | null> {
    if (!snapshot?.oldest) return null;
    const { seq } = snapshot.oldest;
    const times = await context.joinTimes(sale.id, [seq], snapshot.n).catch(() => null);
    const joinedAt = times?.get(seq);
    return joinedAt === undefined ? null : Math.max(0, now - joinedAt);
  }
}

function outcomesOf(totals: ReturnType<typeof createMeter>['totals']): QueueOverview['outcomes'] {
  const { settled: bought, expired, left, released, removed, declined, refunded } = totals;
  return { bought, expired, left, released, removed, declined, refunded };
}
