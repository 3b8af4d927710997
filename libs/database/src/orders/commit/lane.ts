import type { mongo } from 'mongoose';
import { type BatchDeps, type BatchResult, tryBatch } from './batch.ts';
import type { Pace } from './pace.ts';
import { takeBatch } from './queue.ts';
import { answerAll, type Waiting } from './waiting.ts';

/** Works a sale's queue off; who has to be tried again keeps the head of it. */
export async function workOff(
  deps: BatchDeps,
  session: mongo.ClientSession,
  queue: Waiting[],
  pace: Pace,
): Promise<void> {
  while (queue.length > 0) {
    const [first, ...others] = takeBatch(queue, pace.size());
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
    queue.unshift(...again);
    await pace.after(met, batch.length);
  }
}
