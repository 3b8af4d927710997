import type { ChainLink } from '@flash/fairness';
import type { mongo } from 'mongoose';
import { objectId } from './connection/documents.ts';
import { type Sessions, transact } from './connection/transaction.ts';

/** What is written with it is in one transaction with the move of a cursor, or is not written. */
export type Transaction = mongo.ClientSession;

/** How far one consumer has read the stored log of one sale. */
export interface LogCursor {
  consumer: string;
  saleId: string;
  /** Entries from before this moment (by the time of Redis) are not for this consumer. */
  since: number;
  /** The last block that was taken. */
  last: ChainLink | null;
}

export interface LogCursors {
  /** When this consumer was first asked for; noted once and for good. */
  firstOn(consumer: string): Promise<number>;
  read(consumer: string, saleId: string): Promise<LogCursor | null>;
  /** Begins a cursor, or answers the one that is there. */
  begin(cursor: LogCursor): Promise<LogCursor>;
  /**
   * Moves a cursor on, together with what `write` writes. `taken`: the cursor stands somewhere else by now,
   * and nothing was written.
   */
  move(
    cursor: LogCursor,
    to: ChainLink,
    write?: (transaction: Transaction) => Promise<void>,
  ): Promise<'moved' | 'taken'>;
  /** Sales in which a block is stored that this consumer has not taken. */
  behind(consumer: string, limit: number): Promise<string[]>;
  /** Of these sales, those in which this consumer has no cursor. */
  without(consumer: string, saleIds: readonly string[]): Promise<string[]>;
  /** Sales that are over are no longer looked at by `behind`, unless their cursor moved lately. */
  rest(consumer: string, live: readonly string[], movedBefore: number): Promise<void>;
}

interface CursorDoc {
  /** `<consumer>/<sale>` */
  _id: string;
  consumer: string;
  flashSaleId: mongo.ObjectId;
  since: Date;
  /** Number of the last block taken; -1: none. */
  b: number;
  to: number;
  epoch: number;
  hash: string;
  movedAt: Date;
  /** Blocks may still come. */
  isOpen: boolean;
}

interface ConsumerDoc {
  _id: string;
  firstOnAt: Date;
}

const DEADLINE_MS = 3_000;

export function createLogCursors(db: mongo.Db, sessions: Sessions): LogCursors {
  const cursors = db.collection<CursorDoc>('logcursors');
  const consumers = db.collection<ConsumerDoc>('logconsumers');
  const idOf = (consumer: string, saleId: string) => `${consumer}/${saleId}`;

  async function read(consumer: string, saleId: string): Promise<LogCursor | null> {
    const found = await cursors.findOne({ _id: idOf(consumer, saleId) });
    return found && toCursor(found);
  }

  return {
    async firstOn(consumer) {
      const firstOnAt = new Date();
      await consumers.updateOne(
        { _id: consumer },
        { $setOnInsert: { firstOnAt } },
        { upsert: true },
      );
      const noted = await consumers.findOne({ _id: consumer });
      return (noted ?? { firstOnAt }).firstOnAt.getTime();
    },
    read,
    async begin(cursor) {
      const { consumer, saleId } = cursor;
      await cursors.updateOne(
        { _id: idOf(consumer, saleId) },
        { $setOnInsert: newCursorDoc(cursor) },
        { upsert: true },
      );
      return (await read(consumer, saleId)) ?? cursor;
    },
    async move({ consumer, saleId, last }, to, write) {
      const filter = { _id: idOf(consumer, saleId), b: last?.b ?? -1 };
      const moved = { $set: { ...placeOf(to), movedAt: new Date(), isOpen: true } };
      if (!write) {
        const { matchedCount } = await cursors.updateOne(filter, moved);
        return matchedCount === 1 ? 'moved' : 'taken';
      }
      const done = await transact<'moved' | 'taken'>(sessions, DEADLINE_MS, async (session) => {
        // First: of two workers the second one meets a conflict before it has written anything.
        const { matchedCount } = await cursors.updateOne(filter, moved, { session });
        if (matchedCount !== 1) {
          return { commit: false, value: 'taken' };
        }
        await write(session);
        return { commit: true, value: 'moved' };
      });
      if (done.kind === 'unknown') {
        throw done.error;
      }
      return done.value;
    },
    async behind(consumer, limit) {
      const found = await cursors
        .aggregate<Pick<CursorDoc, 'flashSaleId'>>([
          { $match: { consumer, isOpen: true } },
          {
            $lookup: {
              from: 'blocks',
              let: { sale: '$flashSaleId', next: { $add: ['$b', 1] } },
              pipeline: [
                {
                  $match: {
                    $expr: {
                      $and: [{ $eq: ['$flashSaleId', '$$sale'] }, { $eq: ['$b', '$$next'] }],
                    },
                  },
                },
                { $project: { _id: 1 } },
              ],
              as: 'next',
            },
          },
          { $match: { 'next.0': { $exists: true } } },
          { $limit: limit },
          { $project: { flashSaleId: 1 } },
        ])
        .toArray();
      return found.map(({ flashSaleId }) => flashSaleId.toHexString());
    },
    async without(consumer, saleIds) {
      const _id = { $in: saleIds.map((saleId) => idOf(consumer, saleId)) };
      const there = await cursors.find({ _id }, { projection: { _id: 1 } }).toArray();
      const known = new Set(there.map((one) => one._id));
      return saleIds.filter((saleId) => !known.has(idOf(consumer, saleId)));
    },
    async rest(consumer, live, movedBefore) {
      await cursors.updateMany(
        {
          ...{ consumer, isOpen: true, movedAt: { $lt: new Date(movedBefore) } },
          flashSaleId: { $nin: live.map(objectId) },
        },
        { $set: { isOpen: false } },
      );
    },
  };
}

const placeOf = (last: ChainLink | null) => ({
  b: last?.b ?? -1,
  to: last?.to ?? 0,
  epoch: last?.epoch ?? 0,
  hash: last?.hash ?? '',
});

function newCursorDoc({ consumer, saleId, since, last }: LogCursor): Omit<CursorDoc, '_id'> {
  return {
    ...{ consumer, flashSaleId: objectId(saleId), since: new Date(since) },
    ...placeOf(last),
    ...{ movedAt: new Date(), isOpen: true },
  };
}

function toCursor({ consumer, flashSaleId, since, b, to, epoch, hash }: CursorDoc): LogCursor {
  const saleId = flashSaleId.toHexString();
  const last = b < 0 ? null : { saleId, epoch, b, to, hash };
  return { consumer, saleId, since: since.getTime(), last };
}
