import type { mongo } from 'mongoose';

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
export const timeOf = (change: mongo.Document): number | null =>
  change.wallTime instanceof Date ? change.wallTime.getTime() : null;

/** The writes that repeat a change. Each may be repeated once more without harm. */
export function writesOf(event: mongo.Document): { collection: string; writes: Write[] } | null {
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

export type Write = mongo.AnyBulkWriteOperation<mongo.Document>;

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
