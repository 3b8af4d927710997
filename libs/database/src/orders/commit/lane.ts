import type { mongo } from 'mongoose';
import { type BatchDeps, type BatchResult, tryBatch } from './batch.ts';
import type { Pace } from './pace.ts';
import type { CommitQueue } from './queue.ts';
import { answerAll } from './waiting.ts';

/** Works a sale's queue off; who has to be tried again keeps the head of it. */
export async function workOff(
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
