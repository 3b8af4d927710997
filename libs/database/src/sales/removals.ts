import type { mongo } from 'mongoose';

/**
 * A sale that was deleted. The row stays for good: signed tickets, blocks and records of the sale go on
 * naming its id, so the id must never name another sale.
 */
interface RemovalDoc {
  _id: mongo.ObjectId;
  removedAt: Date;
  /** Set once Redis no longer has anything of it. */
  seenOffAt?: Date;
}

export type RemovalDocs = mongo.Collection<RemovalDoc>;

export function removalDocs(db: mongo.Db): RemovalDocs {
  return db.collection<RemovalDoc>('removedsales');
}
