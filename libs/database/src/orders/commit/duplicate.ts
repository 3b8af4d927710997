import { decisive } from '../../indexes.ts';
import type { CommitOutcome } from '../../types.ts';
import type { RecordDoc } from '../model.ts';
import type { HotCollections } from './attempt.ts';
import { answerCommitted, type Waiting } from './waiting.ts';

type Orders = Pick<HotCollections, 'orders'>;
type On = Extract<CommitOutcome, { kind: 'duplicate' }>['on'];

const ownId = '_id_';

/**
 * A record that stands in the way. When it is this very order, an earlier attempt was committed
 * after all and only its answer was lost; that counts once a majority has it.
 */
export async function answerDuplicate({ orders }: Orders, one: Waiting, index: string) {
  if (index !== ownId) {
    const on = fieldOf(index);
    one.answer(on ? { kind: 'duplicate', on } : { kind: 'unknown' });
    return;
  }
  const stored = await orders.findOne({ _id: one.doc._id }).catch(() => null);
  if (stored) {
    answerCommitted([one]);
  } else {
    one.answer({ kind: 'unknown' });
  }
}

/** The server names one duplicate at a time; where there is one, the others are looked up at once. */
export async function answerOtherDuplicates({ orders }: Orders, batch: readonly Waiting[]) {
  const docs = batch.map((one) => one.doc);
  const there = await orders
    .find({
      flashSaleId: docs[0]?.flashSaleId,
      $or: [
        { fence: { $in: docs.map((doc) => doc.fence) } },
        { live: true, buyer: { $in: docs.map((doc) => doc.buyer) } },
        { live: true, unit: { $in: docs.map((doc) => doc.unit) } },
      ],
    })
    .project<RecordDoc>({ fence: 1, buyer: 1, unit: 1, live: 1, kind: 1 })
    .toArray()
    .catch(() => []);
  for (const one of batch) {
    const record = there.find((other) => clashOf(one, other) !== null);
    const on = record && clashOf(one, record);
    if (record && on && !record._id.equals(one.doc._id)) {
      one.answer({ kind: 'duplicate', on });
    }
  }
}

function clashOf({ doc }: Waiting, record: RecordDoc): On | null {
  if (record.fence === doc.fence) {
    return 'fence';
  }
  if (record.kind === 'void' || !record.live) {
    return null;
  }
  if (record.buyer === doc.buyer) {
    return 'buyer';
  }
  return record.unit === doc.unit ? 'unit' : null;
}

function fieldOf(index: string): On | null {
  switch (index) {
    case decisive.fence:
      return 'fence';
    case decisive.buyer:
      return 'buyer';
    case decisive.unit:
      return 'unit';
    default:
      return null;
  }
}
