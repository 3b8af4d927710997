import type { Engine } from '@flash/reservation';
import type { LiveAuditor } from '../audit/auditor.ts';
import { type Findings, isOfTheState } from '../audit/inspect.ts';
import { BROKEN_RULE, DRIFT } from '../base/alerts/alerts.ts';
import type { KeyedQueue } from '../base/keyed-queue.ts';
import type { SaleCache } from '../base/sale-cache.ts';
import type { Turns } from '../base/turns.ts';
import type { Resolve, Sweep } from '../expiry/expiry.ts';
import type { Drain } from '../granting/drain.ts';
import type { BlockWriter } from '../log-store/block-writer.ts';
import type { RebuildDamaged, Recover } from '../restore/recover.ts';
import type { SaleTasks } from './inspect-sale.ts';
import type { JobTimes } from './job-times.ts';
import type { PollingSchedule } from './polling-schedule.ts';

export interface SaleTaskDeps {
  engine: Engine;
  taskQueue: KeyedQueue;
  saleCache: SaleCache;
  polling: PollingSchedule;
  jobTimes: JobTimes;
  drain: Drain;
  sweep: Sweep;
  resolve: Resolve;
  storeLog: BlockWriter['store'];
  sendRules: (saleId: string) => Promise<void>;
  finishStock: (saleId: string) => Promise<void>;
  /** Stores the logs of many sales side by side, but not of all at once. */
  storeTurns: Turns;
  audit: LiveAuditor['audit'];
  auditDueIn: LiveAuditor['dueIn'];
  /** However many sales move, judging them takes a small part of the time. */
  auditTurns: Turns;
  /** Plans jobs when there is time for it. */
  jobTurns: Turns;
  recover: Recover;
  rebuildDamaged: RebuildDamaged;
  /** A damaged sale can be served again. */
  onRecovered: (saleId: string) => Promise<void>;
  /** False while this worker cannot reach MongoDB. */
  mayAsk: () => boolean;
}

/** Late is bad, and no reason to serve no one at all: these rules are told and go on. */
export const ONLY_TOLD: ReadonlySet<string> = new Set(['I6', 'I9', 'I10']);

/** A damaged state is rebuilt by the next inspection; a log or orders that break a rule wait for a person. */
function haltOf({ violations, drift }: Findings): string | null {
  if (drift.length > 0 || violations.some(isOfTheState)) {
    return DRIFT;
  }
  const broken = violations.find(({ invariant }) => !ONLY_TOLD.has(invariant));
  return broken ? `${BROKEN_RULE}: ${broken.invariant} ${broken.code}` : null;
}

/** In which a living process renews the lease of its claim; after a jump all of them look lapsed. */
const LEASES_RENEWED_MS = 2_000;

/** Starts each task in the queue of its kind; the inspection that found it due does not wait. */
export function createSaleTasks(deps: SaleTaskDeps): SaleTasks {
  const { engine, taskQueue, saleCache, polling, jobTimes } = deps;

  const tasks: SaleTasks = {
    drain(saleId) {
      taskQueue.start('drain', saleId, () => deps.drain(saleId));
    },

    sweep(saleId, afterEnd) {
      taskQueue.start('sweep', saleId, async () => {
        const { clock, jump } = saleCache.of(saleId);
        if (!clock || jump) {
          return;
        }
        const onFreed = () => tasks.drain(saleId);
        const { lapsed, epoch, unavailable } = await deps.sweep(saleId, {
          reading: clock,
          onFreed,
        });
        if (afterEnd !== null && unavailable === null) {
          saleCache.of(saleId).sweptAfterEnd = afterEnd;
        }
        if (lapsed.length === 0) {
          return;
        }
        taskQueue.start('resolve', saleId, async () => {
          const decided = await deps.resolve(saleId, lapsed, epoch);
          tasks.drain(saleId);
          // A sweep names only so many; a dead process may leave more behind.
          if (decided === lapsed.length) {
            tasks.sweep(saleId, null);
          }
        });
      });
    },

    store(saleId) {
      taskQueue.start('blocks', saleId, () => deps.storeTurns.take(() => deps.storeLog(saleId)));
    },

    intents(sale, shot) {
      taskQueue.start('intents', sale.id, async () => {
        if (sale.version > shot.version || shot.lacksRules) {
          await deps.sendRules(sale.id);
        }
        if (sale.adjusting) {
          await deps.finishStock(sale.id);
        }
      });
    },

    jobs(saleId, shot) {
      if (jobTimes.isDue(saleId, shot)) {
        taskQueue.start('jobs', saleId, () =>
          deps.jobTurns.take(() => jobTimes.keep(saleId, shot)),
        );
      }
    },

    audit(saleId, n) {
      if (deps.auditDueIn(saleId, n) === null) {
        return;
      }
      taskQueue.start('audit', saleId, () =>
        deps.auditTurns.take(async () => {
          try {
            const found = await deps.audit(saleId, n);
            const why = found && haltOf(found);
            if (why) {
              await engine.halt(saleId, why, found.epoch);
              polling.hint(saleId);
            }
          } finally {
            const dueInMs = deps.auditDueIn(saleId, n);
            if (dueInMs !== null) {
              polling.hint(saleId, dueInMs);
            }
          }
        }),
      );
    },

    rebuild(saleId, why) {
      if (!deps.mayAsk()) {
        return;
      }
      taskQueue.start('restore', saleId, async () => {
        if (await deps.rebuildDamaged(saleId, why)) {
          await deps.onRecovered(saleId);
        }
      });
    },

    recover(saleId, why) {
      if (deps.mayAsk()) {
        taskQueue.start('restore', saleId, () => deps.recover(saleId, why));
      }
    },

    moveHolds(saleId, jump) {
      taskQueue.start('sweep', saleId, async () => {
        const cached = saleCache.of(saleId);
        if (jump.to > jump.from) {
          const byMs = Math.round(jump.to - jump.from);
          const onceSince = Math.floor(jump.since);
          const moved = await engine.shift(saleId, { byMs, onceSince });
          // Nothing is taken back until they have moved; the next inspection tries again.
          if (moved.kind === 'unavailable') {
            return;
          }
        }
        cached.sweepAfter = performance.now() + LEASES_RENEWED_MS;
        cached.jump = null;
      });
    },
  };
  return tasks;
}
