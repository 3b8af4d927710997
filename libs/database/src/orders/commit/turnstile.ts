import type { mongo, Types } from 'mongoose';
import { hasLabel } from '../../connection/errors.ts';
import type { TurnstileDoc } from '../model.ts';

/**
 * One document per contended sale, written first by those who met a rival. Who finds it taken has
 * lost a round trip instead of a whole insert. Nothing rests on it: it is let go by whatever ends
 * the transaction, and a process that walks past it only makes others try again.
 */
export async function enter(
  turnstiles: mongo.Collection<TurnstileDoc>,
  session: mongo.ClientSession,
  saleId: Types.ObjectId,
): Promise<boolean> {
  try {
    await turnstiles.updateOne(
      { _id: saleId },
      { $set: { at: new Date() } },
      { upsert: true, session },
    );
    return true;
  } catch (error) {
    if (hasLabel(error, 'TransientTransactionError')) {
      return false;
    }
    throw error;
  }
}
