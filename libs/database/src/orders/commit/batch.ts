import type { mongo, Types } from 'mongoose';
import { duplicateOf, hasLabel, isWriteConflict } from '../../connection/errors.ts';
import {
  type Attempt,
  attempt,
  type Decision,
  type OnMinorFault,
} from '../../connection/transaction.ts';
import type { DatabaseOptions } from '../../database.ts';
import { decisive, ONE_ORDER_PER_CODE } from '../../indexes.ts';
import type { SaleDoc } from '../../sales/model.ts';
import type { CommitOutcome } from '../../types.ts';
import { newCode } from '../codes.ts';
import type { OrderDoc, RecordDoc, TurnstileDoc } from '../model.ts';
import type { Met } from './pace.ts';
import { answerAll, answerCommitted, type Waiting } from './queue.ts';

export interface BatchDeps extends HotCollections {
  onFault(error: unknown): void;
  onMinorFault?: OnMinorFault;
  /** Called with the number of orders that a transaction wrote. */
  onCommit?(orders: number): void;
  aroundBatch?: DatabaseOptions['aroundBatch'];
}

/** Who has to be tried again, and what stood in the way. */
export interface BatchResult {
  again: readonly Waiting[];
  met: Met;
}

const settled: BatchResult = { again: [], met: 'nothing' };

/** Tries the batch once. Settles every order with a known outcome; one bad order never fails the rest. */
export async function tryBatch(
  deps: BatchDeps,
  session: mongo.ClientSession,
  batch: readonly [Waiting, ...Waiting[]],
  contended: boolean,
): Promise<BatchResult> {
  const [first, ...others] = batch;
  const { aroundBatch = (_, run) => run() } = deps;
  const attempted = () =>
    attemptBatch(deps, session, {
      docs: [first.doc, ...others.map((one) => one.doc)],
      deadline: Math.min(...batch.map((one) => one.deadline)),
      contended,
    });
  const result = await aroundBatch(
    batch.map(({ doc }) => nameOf(doc)),
    attempted,
  );
  switch (result.kind) {
    case 'committed':
      answerCommitted(batch);
      deps.onCommit?.(batch.length);
      return settled;
    case 'unsure':
      deps.onFault(result.error);
      answerAll(batch, 'unknown');
      return settled;
    case 'failed':
      if (!hasLabel(result.error, 'TransientTransactionError')) {
        deps.onFault(result.error);
      }
      return { again: batch, met: isWriteConflict(result.error) ? 'clash' : 'fault' };
    case 'aborted':
      return afterAbort(deps, batch, result.value);
  }
}

const nameOf = ({ flashSaleId, fence }: OrderDoc) => ({ saleId: String(flashSaleId), fence });

async function afterAbort(
  deps: BatchDeps,
  batch: readonly Waiting[],
  verdict: BatchVerdict,
): Promise<BatchResult> {
  switch (verdict.kind) {
    case 'busy':
      return { again: batch, met: 'busy' };
    case 'duplicate':
      return dropDuplicate(deps, batch, verdict);
    default:
      return dropRefused(deps, batch);
  }
}

async function dropDuplicate(
  deps: BatchDeps,
  batch: readonly Waiting[],
  duplicate: { position: number; index: string },
): Promise<BatchResult> {
  const one = batch[duplicate.position];
  if (!one) {
    throw new RangeError(`a duplicate at ${duplicate.position} of ${batch.length}`);
  }
  if (duplicate.index === ONE_ORDER_PER_CODE) {
    // Not its own code: the database looks at the id first.
    one.doc.code = newCode();
    return { again: batch, met: 'nothing' };
  }
  await answerDuplicate(deps, one, duplicate.index);
  const others = batch.filter((other) => other !== one);
  if (others.length > 0) {
    await answerOtherDuplicates(deps, others);
  }
  return { again: others, met: 'nothing' };
}

async function dropRefused(deps: BatchDeps, batch: readonly Waiting[]): Promise<BatchResult> {
  const refusal = await refusalOf(deps, batch);
  switch (refusal.kind) {
    case 'epoch':
      answerAll(batch, 'epoch');
      return settled;
    case 'short':
      answerAll(batch.slice(refusal.left), 'sold_out');
      return { again: batch.slice(0, refusal.left), met: 'nothing' };
    case 'passed':
      return { again: batch, met: 'clash' };
  }
}

type BatchVerdict =
  | { kind: 'written' }
  /** Another process is at work on this sale; nothing was tried. */
  | { kind: 'busy' }
  | { kind: 'duplicate'; position: number; index: string }
  /** The sale is of another epoch, or has fewer units left. */
  | { kind: 'refused' };

interface HotCollections {
  orders: mongo.Collection<OrderDoc>;
  sales: mongo.Collection<SaleDoc>;
  turnstiles: mongo.Collection<TurnstileDoc>;
}

interface Batch {
  docs: readonly [OrderDoc, ...OrderDoc[]];
  deadline: number;
  /** Whether to pass the turnstile first. */
  contended: boolean;
}

/**
 * One transaction for the whole batch. The sale is the only document that all batches write, so it
 * is written once, and last: the transaction that locks it only has to commit.
 */
function attemptBatch(
  hot: BatchDeps,
  session: mongo.ClientSession,
  { docs, deadline, contended }: Batch,
): Promise<Attempt<BatchVerdict>> {
  const body = async (): Promise<Decision<BatchVerdict>> => {
    if (contended && !(await enter(hot.turnstiles, session, docs[0].flashSaleId))) {
      return { commit: false, value: { kind: 'busy' } };
    }
    const inserted = await insertAll(hot.orders, session, docs);
    if (inserted.kind !== 'written') {
      return { commit: false, value: inserted };
    }
    const sale = await hot.sales.findOneAndUpdate(
      { _id: docs[0].flashSaleId, epoch: docs[0].epoch, currentQuantity: { $gte: docs.length } },
      { $inc: { currentQuantity: -docs.length } },
      { session, projection: { _id: 1 } },
    );
    // Matching nothing does not abort a transaction by itself.
    return sale
      ? { commit: true, value: { kind: 'written' } }
      : { commit: false, value: { kind: 'refused' } };
  };
  return attempt(session, deadline, body, hot.onMinorFault);
}

async function insertAll(
  orders: mongo.Collection<OrderDoc>,
  session: mongo.ClientSession,
  docs: readonly [OrderDoc, ...OrderDoc[]],
): Promise<BatchVerdict> {
  try {
    const [first, ...others] = docs;
    if (others.length === 0) {
      // The command for several costs the driver more, and most batches of a quiet sale have one order.
      await orders.insertOne(first, { session });
      return { kind: 'written' };
    }
    const { insertedCount } = await orders.insertMany([...docs], { session });
    return { kind: insertedCount === docs.length ? 'written' : 'refused' };
  } catch (error) {
    const duplicate = duplicateOf(error);
    if (duplicate) {
      return { kind: 'duplicate', ...duplicate };
    }
    throw error;
  }
}

/**
 * One document per contended sale, written first by those who met a rival. Who finds it taken has
 * lost a round trip instead of a whole insert. Nothing rests on it: it is let go by whatever ends
 * the transaction, and a process that walks past it only makes others try again.
 */
async function enter(
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

type Orders = Pick<HotCollections, 'orders'>;
type On = Extract<CommitOutcome, { kind: 'duplicate' }>['on'];

const ownId = '_id_';

/**
 * A record that stands in the way. When it is this very order, an earlier attempt was committed
 * after all and only its answer was lost; that counts once a majority has it.
 */
async function answerDuplicate({ orders }: Orders, one: Waiting, index: string) {
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

/** The server names one duplicate at a time; where there is one, the others are looked up at once, and counted as above. */
async function answerOtherDuplicates({ orders }: Orders, batch: readonly Waiting[]) {
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
    if (record?._id.equals(one.doc._id)) {
      answerCommitted([one]);
    } else if (on) {
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

type Refusal =
  | { kind: 'epoch' }
  | { kind: 'short'; left: number }
  /** What stood in the way is gone, or not majority-committed yet. */
  | { kind: 'passed' };

/** Asked outside the transaction and with majority, because `sold_out` is final for the buyer. */
async function refusalOf(
  { sales }: Pick<HotCollections, 'sales'>,
  batch: readonly Waiting[],
): Promise<Refusal> {
  const first = batch[0];
  if (!first) {
    return { kind: 'passed' };
  }
  const sale = await sales
    .findOne({ _id: first.doc.flashSaleId }, { projection: { epoch: 1, currentQuantity: 1 } })
    .catch(() => 'unreachable' as const);
  if (sale === 'unreachable') {
    return { kind: 'passed' };
  }
  if (!sale || sale.epoch !== first.doc.epoch) {
    return { kind: 'epoch' };
  }
  return sale.currentQuantity < batch.length
    ? { kind: 'short', left: sale.currentQuantity }
    : { kind: 'passed' };
}
