import { type Model, mongo, type Types } from 'mongoose';

const hex = /^[0-9a-f]{24}$/;

/** Outside the library an id is a hex string. */
export function objectId(id: string): Types.ObjectId {
  return new mongo.ObjectId(id);
}

/** Null for what cannot be an id, so that a lookup of nonsense finds nothing instead of throwing. */
export function maybeObjectId(id: string): Types.ObjectId | null {
  return hex.test(id) ? objectId(id) : null;
}

/** The ids that a query finds, some at a time: what changes them goes through the collection once. */
export async function* idsOf(
  found: AsyncIterable<{ _id: unknown }>,
  batch: number,
): AsyncGenerator<Types.ObjectId[]> {
  let ids: Types.ObjectId[] = [];
  for await (const { _id } of found) {
    ids.push(_id as Types.ObjectId);
    if (ids.length < batch) {
      continue;
    }
    yield ids;
    ids = [];
  }
  if (ids.length > 0) {
    yield ids;
  }
}

/** The driver's collection below a model: no casting, no documents, for what runs often. */
export function native<T extends mongo.Document>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}
