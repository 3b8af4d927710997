import type { mongo } from 'mongoose';

/** A sale that was deleted; what Redis has of it may have to go yet. */
interface RemovalDoc {
  _id: mongo.ObjectId;
  at: Date;
}

export type RemovalDocs = mongo.Collection<RemovalDoc>;

export function removalDocs(db: mongo.Db): RemovalDocs {
  return db.collection<RemovalDoc>('removedsales');
}
