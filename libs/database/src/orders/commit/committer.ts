import { setImmediate as turn } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { Sessions } from '../../connection/transaction.ts';
import type { Committer } from '../contract.ts';
import { newOrderDoc } from '../mapping.ts';
import { type BatchDeps, type BatchResult, tryBatch } from './batch.ts';
import { createPace, type Pace } from './pace.ts';
import { answerAll, type CommitQueue, createQueue, createWaiting } from './queue.ts';

/** Below the claim's lease of 5 s: a caller without an answer by then reads the record. */
const DEADLINE_MS_DEFAULT = 3_500;
const BATCH_MAX_DEFAULT = 200;
/** What a lane at rest has learned of its pace is kept for this many sales. */
const LANES_MAX = 1_000;

interface Lane {
  queue: CommitQueue;
  pace: Pace;
  working: Promise<void> | null;
}

/** One lane per sale: while a batch is under way the next one gathers, and an idle lane does not wait. */
export function createCommitter(
  deps: BatchDeps & { sessions: Sessions; maxBatch?: number },
): Committer {
  const lanes = new Map<string, Lane>();
  let closed = false;

  function laneOf(saleId: string): Lane {
    const known = lanes.get(saleId);
    if (known) {
      return known;
    }
    if (lanes.size >= LANES_MAX) {
      dropLanesAtRest();
    }
    const lane: Lane = {
      queue: createQueue(),
      pace: createPace(deps.maxBatch ?? BATCH_MAX_DEFAULT),
      working: null,
    };
    lanes.set(saleId, lane);
    return lane;
  }

  function dropLanesAtRest(): void {
    for (const [saleId, { working, queue }] of lanes) {
      if (!working && queue.size === 0) {
        lanes.delete(saleId);
      }
    }
  }

  async function work(lane: Lane): Promise<void> {
    // Everything that arrived in this turn of the event loop shares the first batch.
    await turn();
    const session = await deps.sessions.acquire();
    try {
      // Checked again after the await: no order may stay in the queue of a lane that stopped.
      do {
        await workOff(deps, session, lane.queue, lane.pace);
      } while (lane.queue.size > 0);
    } finally {
      deps.sessions.release(session);
      lane.working = null;
    }
  }

  return {
    commit(order, { deadlineMs = DEADLINE_MS_DEFAULT } = {}) {
      if (closed) {
        return Promise.resolve({ kind: 'unknown' });
      }
      const { waiting, outcome } = createWaiting(newOrderDoc(order, new Date()), deadlineMs);
      const lane = laneOf(order.saleId);
      lane.queue.push(waiting);
      lane.working ??= work(lane).catch((error: unknown) => {
        deps.onFault(error);
        answerAll(lane.queue.takeAll(), 'unknown');
        lane.working = null;
      });
      return outcome;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...lanes.values()].map((lane) => lane.working));
    },
  };
}

/** Works a sale's queue off; who has to be tried again keeps the head of it. */
async function workOff(
  deps: BatchDeps,
  session: mongo.ClientSession,
  queue: CommitQueue,
  pace: Pace,
): Promise<void> {
  while (queue.size > 0) {
    const [first, ...others] = queue.take(pace.size());
    if (!first) {
      continue;
    }
    const batch = [first, ...others] as const;
    const { again, met } = await tryBatch(deps, session, batch, pace.isContended()).catch(
      (error: unknown): BatchResult => {
        deps.onFault(error);
        answerAll(batch, 'unknown');
        return { again: [], met: 'nothing' };
      },
    );
    queue.putBack(again);
    await pace.after(met, batch.length);
  }
}
