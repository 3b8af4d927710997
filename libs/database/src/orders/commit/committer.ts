import { setImmediate as turn } from 'node:timers/promises';
import type { Sessions } from '../../connection/sessions.ts';
import type { Committer } from '../contract.ts';
import { newOrderDoc } from '../mapping.ts';
import { type BatchDeps, commitBatch } from './batch.ts';
import { takeBatch } from './queue.ts';
import { answerAll, createWaiting, type Waiting } from './waiting.ts';

/** Below the claim's lease of 5 s: whoever is told nothing by then asks the record. */
const deadlineMsDefault = 3_500;

/** One lane per sale: while a batch is under way the next one gathers, and an idle lane does not wait. */
export function createCommitter(
  deps: BatchDeps & { sessions: Sessions; maxBatch?: number },
): Committer {
  const lanes = new Map<string, { queue: Waiting[]; done: Promise<void> }>();
  let closed = false;

  async function run(saleId: string, queue: Waiting[]): Promise<void> {
    // Everything that arrived in this turn of the event loop shares the first batch.
    await turn();
    const session = await deps.sessions.acquire();
    try {
      while (queue.length > 0) {
        const batch = takeBatch(queue, deps.maxBatch ?? 200);
        await commitBatch(deps, session, batch).catch((error: unknown) => {
          deps.onFault(error);
          answerAll(batch, 'unknown');
        });
      }
    } finally {
      lanes.delete(saleId);
      deps.sessions.release(session);
    }
  }

  return {
    commit(order, { deadlineMs = deadlineMsDefault } = {}) {
      if (closed) {
        return Promise.resolve({ kind: 'unknown' });
      }
      const { waiting, outcome } = createWaiting(newOrderDoc(order, new Date()), deadlineMs);
      const lane = lanes.get(order.saleId);
      if (lane) {
        lane.queue.push(waiting);
      } else {
        const queue = [waiting];
        const done = run(order.saleId, queue).catch((error: unknown) => {
          deps.onFault(error);
          lanes.delete(order.saleId);
          answerAll(queue, 'unknown');
        });
        lanes.set(order.saleId, { queue, done });
      }
      return outcome;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...lanes.values()].map((lane) => lane.done));
    },
  };
}
