import { mkdirSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { Database } from '../database.ts';
import { settle, type Written, writeDocuments } from './files.ts';

export interface Manifest {
  format: 1;
  /** When the data was as the files tell it, by MongoDB's clock. */
  at: string;
  /** The same as a time of MongoDB's log, from which changes go on. */
  clusterTime: { t: number; i: number };
  database: string;
  collections: Record<string, Written & { indexes: mongo.IndexDescriptionInfo[] }>;
}

export const MANIFEST = 'manifest.json';
const BATCH = 1_000;

/** Heartbeats are of processes that will not be there. */
const LEFT_OUT = new Set(['processes']);

export interface Dump {
  folder: string;
  manifest: Manifest;
}

/**
 * Everything in the database as it was at one moment (one snapshot for all collections), read as a stream.
 * The folder gets its name when all of it is on the disk.
 */
export async function dumpDatabase(
  { client, db }: Pick<Database, 'client' | 'db'>,
  into: string,
): Promise<Dump> {
  const names = (await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && !LEFT_OUT.has(name));
  const half = join(into, `.unfinished-${process.pid}`);
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const session = client.startSession({ snapshot: true });
  // The connection's own level, majority, would win over the session's.
  const frozen = client.db(db.databaseName, {
    readConcern: new mongo.ReadConcern('snapshot'),
  });
  const collections: Manifest['collections'] = {};
  try {
    // The driver learns the time from an answer that it reads itself.
    await frozen.collection(names[0] ?? 'flashsales').findOne({}, { session });
    for (const name of names.sort()) {
      const documents = frozen.collection(name).find({}, { session, raw: true, batchSize: BATCH });
      const written = await writeDocuments(
        join(half, `${name}.bson.gz`),
        documents as unknown as AsyncIterable<Uint8Array>,
      );
      collections[name] = {
        ...written,
        indexes: await db.collection(name).listIndexes().toArray(),
      };
    }
    const { high: t, low: i } = snapshotTimeOf(session);
    const at = new Date(t * 1_000).toISOString();
    const manifest: Manifest = {
      ...{ format: 1, at, clusterTime: { t, i }, database: db.databaseName, collections },
    };
    writeFileSync(join(half, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await settle(join(half, MANIFEST));
    const folder = join(into, `${at.replace(/:|\.000/g, '-').replace('-Z', 'Z')}-${i}`);
    await rename(half, folder);
    await settle(into);
    return { folder, manifest };
  } finally {
    await session.endSession();
  }
}

/** The time at which all reads of this session were made. The driver has no public access to it. */
function snapshotTimeOf(session: mongo.ClientSession): { high: number; low: number } {
  const time = (session as unknown as { snapshotTime?: mongo.Timestamp }).snapshotTime;
  if (!time) {
    throw new Error(
      'MongoDB told no time of the snapshot: it has to be a replica set of 5.0 or newer.',
    );
  }
  return { high: time.getHighBitsUnsigned(), low: time.getLowBitsUnsigned() };
}
