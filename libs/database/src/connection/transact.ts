import type { mongo } from 'mongoose';
import { isInvalid } from './errors.ts';
import { jitter } from './jitter.ts';
import type { Sessions } from './sessions.ts';
import { attempt, type Decision } from './transaction.ts';

export type Transacted<T> = { kind: 'done'; value: T } | { kind: 'unknown'; error: unknown };

/** Repeats a transaction until it is decided or the deadline has passed. For everything but the committer. */
export async function transact<T>(
  sessions: Sessions,
  deadlineMs: number,
  body: (session: mongo.ClientSession) => Promise<Decision<T>>,
): Promise<Transacted<T>> {
  const deadline = Date.now() + deadlineMs;
  const session = await sessions.acquire();
  try {
    for (let round = 0; ; round += 1) {
      const result = await attempt(session, deadline, () => body(session));
      if (result.kind === 'committed' || result.kind === 'aborted') {
        return { kind: 'done', value: result.value };
      }
      if (result.kind === 'unsure' || isInvalid(result.error) || Date.now() >= deadline) {
        return { kind: 'unknown', error: result.error };
      }
      await jitter(round, 20);
    }
  } finally {
    sessions.release(session);
  }
}
