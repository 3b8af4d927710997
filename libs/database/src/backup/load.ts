import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { mongo } from 'mongoose';
import type { Database } from '../database.ts';
import { MANIFEST, type Manifest } from './dump.ts';
import { digestOf, readDocuments } from './files.ts';
import { changeFilesOf } from './follow.ts';

const BATCH = 500;
/** Epochs that the lost database may have reached are passed over: their numbers are never drawn again. */
export const EPOCHS_PASSED_OVER = 100;

export interface Loaded {
  documents: number;
  changes: number;
  /** To which moment the data was brought. */
  to: number;
}

/** A backup whose files are what was written, and the moment up to which its changes are wanted. */
export interface CheckedBackup {
  folder: string;
  manifest: Manifest;
  until: number;
}

/** Reads a backup through; throws what is wrong with it, or with the moment, before anything is written. */
export async function checkBackup(
  folder: string,
  until = Number.POSITIVE_INFINITY,
): Promise<CheckedBackup> {
  const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  if (manifest.format !== 1) {
    throw new Error(`${folder} is of a format that this release does not know.`);
  }
  for (const [name, { sha256 }] of Object.entries(manifest.collections)) {
    if ((await digestOf(fileOf(folder, name))) !== sha256) {
      throw new Error(`${name} is not what was written: the backup is damaged.`);
    }
  }
  if (until < Date.parse(manifest.at)) {
    throw new Error(`This backup begins at ${manifest.at}. Choose an earlier one.`);
  }
  return { folder, manifest, until };
}

const fileOf = (folder: string, name: string) => join(folder, `${name}.bson.gz`);

/** Fills an empty database from a backup, and from the changes beside it up to `until`. */
export async function loadBackup(
  { db }: Pick<Database, 'db'>,
  { folder, manifest, until }: CheckedBackup,
): Promise<Loaded> {
  const from = Date.parse(manifest.at);
  let documents = 0;
  for (const [name, { indexes }] of Object.entries(manifest.collections)) {
    const target = db.collection(name);
    for await (const batch of inBatches(readDocuments(fileOf(folder, name)))) {
      await target.insertMany(batch, { ordered: false });
      documents += batch.length;
    }
    const own = indexes.filter((index) => index.name !== '_id_').map(withoutVersion);
    if (own.length > 0) {
      await target.createIndexes(own);
    }
  }
  const { changes, to } = await repeatChanges(db, folder, { from, until });
  await db
    .collection('flashsales')
    .updateMany({ live: true }, [
      { $set: { epoch: { $add: ['$epoch', EPOCHS_PASSED_OVER] }, restoring: null } },
    ]);
  return { documents, changes, to };
}

const withoutVersion = ({ v: _, ...index }: mongo.IndexDescriptionInfo) =>
  index as mongo.IndexDescription;

async function* inBatches(documents: AsyncIterable<mongo.Document>) {
  let batch: mongo.Document[] = [];
  for await (const document of documents) {
    batch.push(document);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

async function repeatChanges(
  db: Database['db'],
  folder: string,
  { from, until }: { from: number; until: number },
): Promise<{ changes: number; to: number }> {
  let [changes, to] = [0, from];
  for (const file of changeFilesOf(folder)) {
    const byCollection = new Map<string, Write[]>();
    for await (const event of readDocuments(file)) {
      const at = timeOf(event) ?? to;
      const known = writesOf(event);
      if (at > until || !known) {
        continue;
      }
      const { collection, writes } = known;
      byCollection.set(collection, [...(byCollection.get(collection) ?? []), ...writes]);
      [changes, to] = [changes + 1, Math.max(to, at)];
    }
    for (const [name, writes] of byCollection) {
      if (writes.length > 0) {
        await db.collection(name).bulkWrite(writes, { ordered: true });
      }
    }
  }
  return { changes, to };
}

/** What a stream of changes tells of one, as far as it is repeated. */
interface Change {
  operationType: string;
  ns?: { coll: string };
  documentKey?: { _id: unknown };
  fullDocument?: mongo.Document;
  updateDescription?: {
    updatedFields?: Record<string, unknown>;
    removedFields?: string[];
    truncatedArrays?: { field: string; newSize: number | { valueOf(): number } }[];
  };
  wallTime?: Date;
}

/** When a change was made; older servers do not say it. */
const timeOf = (change: mongo.Document): number | null =>
  change.wallTime instanceof Date ? change.wallTime.getTime() : null;

/** The writes that repeat a change. Each may be repeated once more without harm. */
function writesOf(event: mongo.Document): { collection: string; writes: Write[] } | null {
  const { operationType, ns, documentKey, fullDocument, updateDescription } = event as Change;
  if (!ns?.coll || !documentKey) {
    return null;
  }
  const filter = { _id: documentKey._id } as mongo.Filter<mongo.Document>;
  switch (operationType) {
    case 'insert':
    case 'replace':
      return fullDocument
        ? {
            collection: ns.coll,
            writes: [{ replaceOne: { filter, replacement: fullDocument, upsert: true } }],
          }
        : null;
    case 'delete':
      return { collection: ns.coll, writes: [{ deleteOne: { filter } }] };
    case 'update':
      return {
        collection: ns.coll,
        writes: updatesOf(updateDescription ?? {}).map((update) => ({
          updateOne: { filter, update },
        })),
      };
    default:
      return null;
  }
}

type Write = mongo.AnyBulkWriteOperation<mongo.Document>;

function updatesOf({
  updatedFields = {},
  removedFields = [],
  truncatedArrays = [],
}: NonNullable<Change['updateDescription']>): mongo.Document[] {
  const cuts = truncatedArrays.map(({ field, newSize }) => ({
    $push: { [field]: { $each: [], $slice: Number(newSize) } },
  }));
  const isSet = Object.keys(updatedFields).length > 0;
  const fields = {
    ...(isSet ? { $set: updatedFields } : {}),
    ...(removedFields.length > 0
      ? { $unset: Object.fromEntries(removedFields.map((name) => [name, ''])) }
      : {}),
  };
  return [...cuts, ...(Object.keys(fields).length > 0 ? [fields] : [])];
}
