import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { Database } from '../database.ts';
import type { Dump } from './dump.ts';
import { writeDocuments } from './files.ts';

export const CHANGES = 'changes';
/** So much may be lost with the machine that writes the backup and MongoDB at once. */
const FLUSH_MS = 1_000;
const BATCH = 5_000;

export interface Following {
  /** Writes what was seen, and ends. */
  stop(): Promise<void>;
  /** Rejects when changes can no longer be followed: a new backup is needed then. */
  ended: Promise<void>;
}

/** Writes every change of the database since a backup beside it, in files of at most a second. */
export function follow(
  { db }: Pick<Database, 'db'>,
  { folder, manifest }: Dump,
  /** Called with the collections that changed. */
  onWritten: (collections: ReadonlySet<string>) => void = () => {},
): Following {
  const into = join(folder, CHANGES);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  const { t, i } = manifest.clusterTime;
  const stream = db.watch([{ $match: { 'ns.coll': { $ne: 'processes' } } }], {
    startAtOperationTime: new mongo.Timestamp({ t, i }),
    showExpandedEvents: true,
    maxAwaitTimeMS: FLUSH_MS / 2,
    promoteValues: false,
    promoteBuffers: false,
    bsonRegExp: true,
  });
  let isStopping = false;
  let number = readdirSync(into).length;

  let changed = new Set<string>();

  async function write(seen: Uint8Array[]): Promise<void> {
    if (seen.length > 0) {
      number += 1;
      await writeDocuments(join(into, `${String(number).padStart(9, '0')}.bson.gz`), seen);
      const collections = changed;
      changed = new Set();
      onWritten(collections);
    }
  }

  async function run(): Promise<void> {
    let seen: Uint8Array[] = [];
    let since = performance.now();
    try {
      for (;;) {
        const event = await stream.tryNext();
        if (event) {
          seen.push(mongo.BSON.serialize(event));
          if ('ns' in event && 'coll' in event.ns) {
            changed.add(event.ns.coll);
          }
        } else if (isStopping) {
          return;
        }
        if (performance.now() - since >= FLUSH_MS || seen.length >= BATCH) {
          const full = seen;
          [seen, since] = [[], performance.now()];
          await write(full);
        }
      }
    } finally {
      // Also when MongoDB went away: what was seen is kept.
      await write(seen);
    }
  }

  const ended = run().finally(() => stream.close());
  return {
    ended,
    async stop() {
      isStopping = true;
      await ended;
    },
  };
}

/** The files of changes in the order in which they were written; a backup that was not followed has none. */
export const changeFilesOf = (folder: string): string[] => {
  try {
    return readdirSync(join(folder, CHANGES))
      .filter((name) => name.endsWith('.bson.gz'))
      .sort()
      .map((name) => join(folder, CHANGES, name));
  } catch (error) {
    // Any other failure would leave out changes that are there.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
};
