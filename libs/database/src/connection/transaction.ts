import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '@flash/shared-utils';
import { mongo } from 'mongoose';
import { hasLabel, isInvalid } from './errors.ts';

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

/** Told of failures that other work makes up for, under a name for each kind of work. */
export type OnMinorFault = (name: string, error: unknown) => void;

/** One transaction, without hidden repetitions: the caller owns the loop and its deadline. */
export async function attempt<T>(
  session: mongo.ClientSession,
  deadline: number,
  body: () => Promise<Decision<T>>,
  onMinorFault: OnMinorFault = () => {},
): Promise<Attempt<T>> {
  let decision: Decision<T>;
  try {
    session.startTransaction(options);
    decision = await body();
  } catch (error) {
    await abort(session, onMinorFault);
    return { kind: 'failed', error };
  }
  if (!decision.commit) {
    await abort(session, onMinorFault);
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

async function abort(session: mongo.ClientSession, onMinorFault: OnMinorFault): Promise<void> {
  if (session.inTransaction()) {
    // A transaction that cannot be aborted ends with the next one of this session, or by its age.
    await session.abortTransaction().catch((error) => onMinorFault('abort a transaction', error));
  }
}

type Transacted<T> = { kind: 'done'; value: T } | { kind: 'unknown'; error: unknown };

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
      const result = await attempt(session, deadline, () => body(session), sessions.onMinorFault);
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

export interface Sessions {
  acquire(): Promise<mongo.ClientSession>;
  release(session: mongo.ClientSession): void;
  /** Every session that may have a transaction open. */
  ids(): mongo.Binary[];
  /** For how long no transaction has run, in ms; 0 while one does. */
  restedMs(): number;
  /** Told of each transaction before it begins. */
  onUse(told: () => void): void;
  /** Runs before a session made later is used for the first time. */
  onGrowth(publish: () => Promise<void>): void;
  onMinorFault: OnMinorFault;
  close(): Promise<void>;
}

/**
 * Transactions run in sessions that live as long as the process. Their ids are known before they
 * are used, so that others can end what a dead process left open.
 */
export function createSessions(
  client: mongo.MongoClient,
  { initial = 8, onMinorFault = () => {} }: { initial?: number; onMinorFault?: OnMinorFault } = {},
): Sessions {
  const all: mongo.ClientSession[] = Array.from({ length: initial }, () => client.startSession());
  const idle = [...all];
  let publish: () => Promise<void> = async () => {};
  let releasedAt = Number.NEGATIVE_INFINITY;
  let use = () => {};

  return {
    async acquire() {
      use();
      const session = idle.pop();
      if (session) {
        return session;
      }
      const grown = client.startSession();
      all.push(grown);
      // Unpublished is worse than slow, but no reason to refuse: the transaction has a lifetime.
      await publish().catch((error) => onMinorFault('publish a session', error));
      return grown;
    },
    release: (session) => {
      idle.push(session);
      releasedAt = performance.now();
    },
    onUse(told) {
      use = told;
    },
    restedMs: () => (idle.length < all.length ? 0 : performance.now() - releasedAt),
    ids: () => all.flatMap((session) => (session.id ? [session.id.id] : [])),
    onGrowth: (run) => {
      publish = run;
    },
    onMinorFault,
    async close() {
      await Promise.allSettled(all.map((session) => session.endSession()));
    },
  };
}

/**
 * Reads inside a snapshot session. The level has to be named: the connection's own read concern
 * would take its place, and the session would read whatever is newest.
 */
export function atMomentOf(session: mongo.ClientSession | undefined): {
  session?: mongo.ClientSession;
  readConcern?: { level: 'snapshot' };
} {
  return session ? { session, readConcern: { level: 'snapshot' } } : {};
}

/** Transactions that conflicted once must not conflict again at the next try. */
export async function jitter(round: number, capMs = 100): Promise<void> {
  await sleep(Math.random() * backoffMs(round, { baseMs: 2, capMs }));
}
