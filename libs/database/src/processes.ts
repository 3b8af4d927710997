import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import mongoose, { type mongo } from 'mongoose';
import { isUnauthorized } from './connection/errors.ts';
import type { OnMinorFault, Sessions } from './connection/transaction.ts';

export interface ProcessInfo {
  id: string;
  kind: string;
  host: string;
  startedAt: number;
  /** Last heartbeat, by the clock of MongoDB. */
  at: number;
  silentMs: number;
  sessions: number;
  info: Record<string, unknown>;
}

export interface Processes {
  readonly id: string;
  /**
   * Beats each 500 ms from now on, and each second while no transaction has run for a while; resolves after
   * the first beat has been stored.
   */
  start(kind: string, info?: () => Record<string, unknown>): Promise<void>;
  /** One beat that a majority of the servers has stored; rejects when there is no majority. */
  beat(): Promise<void>;
  stop(): Promise<void>;
  list(): Promise<ProcessInfo[]>;
  /** Processes of this kind that were heard within the last `ms`. */
  alive(kind: string, ms: number): Promise<number>;
  silentSince(ms: number): Promise<ProcessInfo[]>;
  /** Ends the sessions of a process, and with them every transaction it left open. */
  killSessions(processIds: readonly string[]): Promise<void>;
  /** Both steps, and forgets the processes it ended. Returns their ids. */
  reapSilent(ms?: number): Promise<string[]>;
}

export interface ProcessDoc {
  _id: string;
  kind: string;
  host: string;
  startedAt: Date;
  /** By the clock of MongoDB: silence is measured where it is heard. */
  at: Date;
  sessions: mongoose.mongo.Binary[];
  info: Record<string, unknown>;
}

export const processSchema = new mongoose.Schema<ProcessDoc>(
  {
    _id: { type: String, required: true },
    kind: String,
    host: String,
    startedAt: Date,
    at: Date,
    sessions: [Buffer],
    info: { type: mongoose.Schema.Types.Mixed, default: {} },
  },
  { collection: 'processes', versionKey: false, minimize: false },
);

const SILENT_MS_DEFAULT = 2_000;

type Seen = ProcessDoc & { silentMs: number };

export function createProcesses(deps: {
  db: mongo.Db;
  processes: mongo.Collection<ProcessDoc>;
  sessions: Sessions;
  onMinorFault?: OnMinorFault;
}): Processes {
  const { db, processes, sessions, onMinorFault = () => {} } = deps;
  const id = randomUUID();
  const heartbeat = createHeartbeat({ id, processes, sessions, onMinorFault });

  /** Ages are computed by the server that stamped the beats. */
  async function seen(match: mongo.Document): Promise<Seen[]> {
    return processes
      .aggregate<Seen>([
        { $addFields: { silentMs: { $subtract: ['$$NOW', '$at'] } } },
        { $match: match },
        { $sort: { kind: 1, startedAt: 1 } },
      ])
      .toArray();
  }

  /**
   * A session belongs to the user that opened it, and API and worker may be two: killSessions ends
   * those of this user only, so what is left is ended by its full name.
   */
  async function endSessions(list: readonly Seen[]): Promise<void> {
    const ids = list.flatMap((one) => one.sessions);
    if (ids.length === 0) {
      return;
    }
    await db.command({ killSessions: ids.map((session) => ({ id: session })) });
    const foreign = await sessionsOfAll(ids);
    if (foreign.length > 0) {
      await db.command({ killAllSessionsByPattern: foreign });
    }
  }

  /** None where this user may see only its own: then there is one user, or MongoDB's time limit. */
  async function sessionsOfAll(ids: mongo.Binary[]): Promise<{ lsid: mongo.Document }[]> {
    try {
      const all = await db
        .aggregate(
          [{ $listLocalSessions: { allUsers: true } }, { $match: { '_id.id': { $in: ids } } }],
          { readConcern: { level: 'local' } },
        )
        .toArray();
      return all.map(({ _id }) => ({ lsid: _id }));
    } catch (error) {
      if (isUnauthorized(error)) {
        return [];
      }
      throw error;
    }
  }

  return {
    id,
    start: (kind, info) => heartbeat.start(kind, info),
    beat: () => heartbeat.beatNow(),
    stop: () => heartbeat.stop(),
    async list() {
      return (await seen({})).map(toInfo);
    },
    async alive(kind, ms) {
      return (await seen({ kind, silentMs: { $lte: ms } })).length;
    },
    async silentSince(ms) {
      return (await seen({ silentMs: { $gt: ms } })).map(toInfo);
    },
    async killSessions(processIds) {
      await endSessions(await seen({ _id: { $in: [...processIds] } }));
    },
    async reapSilent(ms = SILENT_MS_DEFAULT) {
      const silent = await seen({ silentMs: { $gt: ms } });
      await endSessions(silent);
      for (const { _id, at } of silent) {
        // One that was only slow has beaten again by now and stays on the list.
        await processes.deleteOne({ _id, at });
      }
      return silent.map((one) => one._id);
    },
  };
}

function toInfo(doc: Seen): ProcessInfo {
  return {
    id: doc._id,
    kind: doc.kind,
    host: doc.host,
    startedAt: doc.startedAt.getTime(),
    at: doc.at.getTime(),
    silentMs: Number(doc.silentMs),
    sessions: doc.sessions.length,
    info: doc.info,
  };
}

const INTERVAL_MS = 500;
/** A process that has had no transaction for so long leaves none open: one beat may be late without harm. */
const RESTS_AFTER_MS = 10_000;
const RESTING_INTERVAL_MS = 1_000;
const majority = { writeConcern: { w: 'majority', journal: true, wtimeoutMS: 1_000 } } as const;

/** Tells the others that this process lives, and which sessions to end when it does not. */
function createHeartbeat(deps: {
  id: string;
  processes: mongo.Collection<ProcessDoc>;
  sessions: Sessions;
  onMinorFault: OnMinorFault;
}) {
  const { id, processes, sessions, onMinorFault } = deps;
  const startedAt = new Date();
  let kind = '';
  let info: () => Record<string, unknown> = () => ({});
  let timer: NodeJS.Timeout | undefined;
  let beating = Promise.resolve();
  /** When the last beat was stored, in monotonic time. */
  let beatAt = Number.NEGATIVE_INFINITY;
  let isResting = false;

  async function beat(options?: mongo.UpdateOptions): Promise<void> {
    const now = { kind, host: hostname(), startedAt, sessions: sessions.ids(), info: info() };
    await processes.updateOne(
      { _id: id },
      { $set: now, $currentDate: { at: true } },
      { upsert: true, ...options },
    );
    beatAt = performance.now();
  }

  function schedule(): void {
    const intervalMs = sessions.restedMs() >= RESTS_AFTER_MS ? RESTING_INTERVAL_MS : INTERVAL_MS;
    isResting = intervalMs === RESTING_INTERVAL_MS;
    timer = setTimeout(turn, intervalMs, intervalMs * 0.8);
  }

  /** The next beat follows at once: a lost one costs nothing, a slow one would. */
  function turn(sinceMs: number): void {
    isResting = false;
    const isBeatenLately = performance.now() - beatAt < sinceMs;
    beating = (
      isBeatenLately ? Promise.resolve() : beat({ writeConcern: { w: 1 }, maxTimeMS: INTERVAL_MS })
    )
      .catch((error) => onMinorFault('store a heartbeat', error))
      .finally(() => {
        if (timer) {
          schedule();
        }
      });
  }

  /** At rest it may have been taken for dead without harm; from now on it has something to be ended. */
  function wakeUp(): void {
    if (isResting && timer) {
      clearTimeout(timer);
      turn(0);
    }
  }

  return {
    async start(as: string, describe: () => Record<string, unknown> = () => ({})) {
      kind = as;
      info = describe;
      sessions.onGrowth(() => beat());
      sessions.onUse(wakeUp);
      await beat();
      schedule();
    },
    beatNow: () => beat({ ...majority, maxTimeMS: 1_000 }),
    async stop() {
      const isStarted = timer !== undefined;
      clearTimeout(timer);
      timer = undefined;
      sessions.onGrowth(async () => {});
      sessions.onUse(() => {});
      await beating;
      if (isStarted) {
        // Others notice its silence instead.
        await processes
          .deleteOne({ _id: id })
          .catch((error) => onMinorFault('remove the last heartbeat', error));
      }
    },
  };
}
