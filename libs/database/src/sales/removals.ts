import type { mongo } from 'mongoose';

/** A sale that was deleted; what Redis has of it may have to go yet. */
interface RemovalDoc {
  _id: mongo.ObjectId;
  at: Date;
  /** Set once Redis has nothing of it any more. The row stays: its id names no other sale. */
  seenOffAt?: Date;
}

export type RemovalDocs = mongo.Collection<RemovalDoc>;

export function removalDocs(db: mongo.Db): RemovalDocs {
  return db.collection<RemovalDoc>('removedsales');
}
