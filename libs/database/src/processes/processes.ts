import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { isUnauthorized } from '../connection/errors.ts';
import type { Sessions } from '../connection/sessions.ts';
import type { Processes, ProcessInfo } from './contract.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { ProcessDoc } from './model.ts';

const SILENT_MS_DEFAULT = 2_000;

type Seen = ProcessDoc & { silentMs: number };

export function createProcesses(deps: {
  db: mongo.Db;
  processes: mongo.Collection<ProcessDoc>;
  sessions: Sessions;
}): Processes {
  const { db, processes } = deps;
  const id = randomUUID();
  const heartbeat = createHeartbeat({ id, processes, sessions: deps.sessions });

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
