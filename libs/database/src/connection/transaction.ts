import { mongo } from 'mongoose';
import { hasLabel } from './errors.ts';
import { jitter } from './jitter.ts';

/** What the body of a transaction decided. */
export interface Decision<T> {
  commit: boolean;
  value: T;
}

export type Attempt<T> =
  | { kind: 'committed'; value: T }
  /** The body said no: nothing was written. */
  | { kind: 'aborted'; value: T }
  /** Nothing was written; another attempt may succeed. */
  | { kind: 'failed'; error: unknown }
  /** The commit was sent and its outcome is unknown. */
  | { kind: 'unsure'; error: unknown };

const options: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 3_000 },
  readPreference: 'primary',
};

/** One transaction, without hidden repetitions: the caller owns the loop and its deadline. */
export async function attempt<T>(
  session: mongo.ClientSession,
  deadline: number,
  body: () => Promise<Decision<T>>,
): Promise<Attempt<T>> {
  let decision: Decision<T>;
  try {
    session.startTransaction(options);
    decision = await body();
  } catch (error) {
    await abort(session);
    return { kind: 'failed', error };
  }
  if (!decision.commit) {
    await abort(session);
    return { kind: 'aborted', value: decision.value };
  }
  const sent = await commit(session, deadline);
  return sent.kind === 'committed' ? { kind: 'committed', value: decision.value } : sent;
}

async function commit(
  session: mongo.ClientSession,
  deadline: number,
): Promise<{ kind: 'committed' } | { kind: 'failed' | 'unsure'; error: unknown }> {
  for (let round = 0; ; round += 1) {
    try {
      await session.commitTransaction();
      return { kind: 'committed' };
    } catch (error) {
      if (hasLabel(error, 'TransientTransactionError')) {
        return { kind: 'failed', error };
      }
      // Asking again is always safe, and useless once the server has forgotten the transaction.
      if (isForgotten(error) || Date.now() >= deadline) {
        return { kind: 'unsure', error };
      }
      await jitter(round);
    }
  }
}

const NO_SUCH_TRANSACTION = 251;

function isForgotten(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === NO_SUCH_TRANSACTION;
}

async function abort(session: mongo.ClientSession): Promise<void> {
  if (session.inTransaction()) {
    // A transaction that cannot be aborted ends with the next one of this session, or by its age.
    await session.abortTransaction().catch(() => {});
  }
}
