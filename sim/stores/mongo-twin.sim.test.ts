import { createSeeded, type Seeded, seedOfRun } from '@flash/testing';
import { mongo } from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import {
  duplicateOf,
  hasLabel,
  isDuplicateKey,
} from '../../libs/database/src/connection/errors.ts';
import { openTestDatabase } from '../../libs/database/src/testing/database.ts';
import { type Ask, openCollection, openSession } from './mongo-client.ts';
import { plainOf } from './mongo-query.ts';
import { Blocked, MongoStore } from './mongo-store.ts';

const COUNT = Number(process.env.HISTORIES ?? 15);
const STEPS = 40;

type Collection = mongo.Collection<Record<string, unknown>>;
type Session = mongo.ClientSession;

interface Side {
  orders: Collection;
  sales: Collection;
  sessions: Session[];
}

/** Below the age at which the server ends a transaction: what comes later is not compared. */
const AGE_MS_MAX = 2_000;

/** On a busy machine a transaction may become too old: such a history says nothing. */
class TooSlow extends Error {}

/** Both sides do the same; what they answer, or refuse, has to be equal. */
async function playHistory(real: Side, own: Side, random: Seeded): Promise<void> {
  const world = { saleId: new mongo.ObjectId(), made: 0 };
  const sale = { _id: world.saleId, epoch: 1, currentQuantity: 3, adjusts: [] };
  await both(real, own, async (side) => {
    await side.sales.insertOne({ ...sale });
  });
  const open = [false, false];
  const begun = [0, 0];
  for (let step = 0; step < STEPS; step += 1) {
    const at = random.below(3);
    const isOpen = open[at] === true;
    if (open.some((one, of) => one && performance.now() - (begun[of] ?? 0) > AGE_MS_MAX)) {
      await Promise.all(real.sessions.map((session) => abandon(session)));
      await Promise.all(own.sessions.map((session) => abandon(session)));
      throw new TooSlow('a transaction is too old');
    }
    if (at < 2 && (!isOpen || random.chance(0.25))) {
      open[at] = !isOpen;
      begun[at] = performance.now();
      await endOrBegin(real, own, at, isOpen, random.chance(0.7));
      continue;
    }
    const operation = drawOperation(world, random, isOpen);
    for (;;) {
      const answers = await both(real, own, (side) => operation(side, side.sessions[at]), {
        mayBlock: true,
      });
      if (answers.own !== 'blocked') {
        if (answers.own.startsWith('conflict') || answers.own.startsWith('duplicate')) {
          // An error ends the transaction it happens in.
          if (isOpen) {
            open[at] = false;
            await endOrBegin(real, own, at, true, false);
          }
        }
        break;
      }
      // It waits for one of the open transactions: they end, on both sides.
      for (const other of [0, 1]) {
        if (open[other]) {
          open[other] = false;
          await endOrBegin(real, own, other, true, random.chance(0.5));
        }
      }
    }
  }
  for (const at of [0, 1]) {
    if (open[at]) {
      await endOrBegin(real, own, at, true, true);
    }
  }
  await both(real, own, async (side) => {
    const orders = await side.orders.find({ flashSaleId: world.saleId }, { sort: { _id: 1 } });
    return [await orders.toArray(), await side.sales.findOne({ _id: world.saleId })];
  });
}

async function abandon(session: Session): Promise<void> {
  if (session.inTransaction()) {
    await session.abortTransaction();
  }
}

async function endOrBegin(real: Side, own: Side, at: number, isOpen: boolean, commits: boolean) {
  await both(real, own, async ({ sessions }) => {
    const session = sessions[at];
    if (!isOpen) {
      session?.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
      });
    } else if (commits) {
      await session?.commitTransaction();
    } else {
      await session?.abortTransaction();
    }
  });
}

function drawOperation(
  world: { saleId: mongo.ObjectId; made: number },
  random: Seeded,
  inTransaction: boolean,
) {
  const flashSaleId = world.saleId;
  const fence = 1 + random.below(4);
  const buyer = `b${random.below(3)}`;
  const unit = 1 + random.below(3);
  const live = random.chance(0.8);
  const by = random.chance(0.5) ? -1 : 1;
  world.made += 1;
  const doc = { _id: new mongo.ObjectId(), flashSaleId, kind: 'order', fence, buyer, unit, live };
  const second = { ...doc, _id: new mongo.ObjectId(), fence: fence + 1, live: false };
  // Only a transaction takes all of several documents or none.
  const several = () => (inTransaction ? [{ ...doc }, { ...second }] : [{ ...doc }]);
  const change = { id: `c${world.made}`, by: 1, state: 'pending' };
  const operations: ((side: Side, session: Session | undefined) => Promise<unknown>)[] = [
    ({ orders }, session) => orders.insertOne({ ...doc }, { session }).then(() => 'inserted'),
    ({ orders }, session) =>
      orders
        .insertMany(several(), {
          session,
        })
        .then((done) => done.insertedCount),
    ({ orders }, session) =>
      orders
        .updateOne(
          { flashSaleId, fence },
          { $set: { live: false, payment: 'refunded' } },
          { session },
        )
        .then((done) => done.matchedCount),
    ({ orders }, session) =>
      orders
        .updateOne({ flashSaleId, buyer, live: true }, { $set: { unit } }, { session })
        .then((done) => done.matchedCount),
    ({ orders }, session) =>
      orders
        .updateOne({ flashSaleId, fence }, [{ $set: { person: personOf(buyer) } }], { session })
        .then((done) => done.modifiedCount),
    ({ orders }, session) =>
      orders
        .updateOne({ flashSaleId, fence }, { $unset: { payment: 1 } }, { session })
        .then((done) => done.modifiedCount),
    ({ sales }, session) =>
      sales.findOneAndUpdate(
        { _id: flashSaleId, epoch: 1, currentQuantity: { $gte: 1 } },
        { $inc: { currentQuantity: by } } as never,
        { session, returnDocument: 'after' },
      ),
    ({ sales }, session) =>
      sales.findOneAndUpdate(
        { _id: flashSaleId },
        { $push: { adjusts: { $each: [change], $slice: -4 } } } as never,
        { session, returnDocument: 'after' },
      ),
    ({ sales }, session) =>
      sales.findOneAndUpdate(
        { _id: flashSaleId, adjusts: { $elemMatch: { by: 1, state: { $in: ['pending'] } } } },
        { $set: { 'adjusts.$.state': 'done' } } as never,
        { session, returnDocument: 'after' },
      ),
    ({ orders }, session) =>
      orders
        .find({ flashSaleId, unit: { $in: [1, unit] }, live: true }, { session, sort: { _id: 1 } })
        .toArray(),
    ({ orders }, session) => orders.countDocuments({ flashSaleId, live: true }, { session }),
    ({ sales }, session) => sales.findOne({ _id: flashSaleId }, { session }),
  ];
  return random.pick(operations) ?? (async () => null);
}

/** By expressions: a text that looks like one, what was there before, or nothing. */
function personOf(buyer: string) {
  const contact = { $ifNull: ['$person.contact', '$payment', null] };
  return { email: { $literal: `$${buyer}` }, buyer: '$buyer', contact };
}

/** The model goes first: where it waits, the server would wait as well, for as long as the test does. */
async function both(
  real: Side,
  own: Side,
  run: (side: Side) => Promise<unknown>,
  { mayBlock = false } = {},
) {
  const [mine] = [await answerOf(run, own)];
  if (mine === 'blocked') {
    expect(mayBlock).toBe(true);
    return { own: mine };
  }
  expect(mine).toBe(await answerOf(run, real));
  return { own: mine };
}

async function answerOf(run: (side: Side) => Promise<unknown>, side: Side): Promise<string> {
  try {
    return JSON.stringify(await run(side), (_, value) => tidied(value)) ?? 'nothing';
  } catch (error) {
    if (error instanceof Blocked) {
      return 'blocked';
    }
    const duplicate = duplicateOf(error);
    if (duplicate) {
      return `duplicate ${duplicate.position} ${duplicate.index}`;
    }
    if (isDuplicateKey(error)) {
      return `duplicate ${/index: (\S+)/.exec(String(error))?.[1]}`;
    }
    if (hasLabel(error, 'TransientTransactionError')) {
      return 'conflict';
    }
    throw error;
  }
}

function tidied(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]): [string, unknown] => [key, plainOf(one)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test(`in ${COUNT} random histories of two transactions the store answers what MongoDB answers`, async () => {
  const database = await openTestDatabase();
  onTestFinished(() => database.drop());
  await database.ensureIndexes();
  const store = new MongoStore(() => 0);
  const ask: Ask = async (work) => work();
  const real: Side = {
    orders: database.db.collection('orders'),
    sales: database.db.collection('flashsales'),
    sessions: [database.client.startSession(), database.client.startSession()],
  };
  const own = {
    orders: openCollection(store, ask, 'orders'),
    sales: openCollection(store, ask, 'flashsales'),
    sessions: [openSession(store, ask), openSession(store, ask)],
  } as unknown as Side;
  let seed = seedOfRun();
  for (let compared = 0; compared < COUNT; seed += 1) {
    try {
      await playHistory(real, own, createSeeded(seed));
      compared += 1;
    } catch (cause) {
      if (!(cause instanceof TooSlow)) {
        const again = `to see it again: SEED=${seed} HISTORIES=1`;
        throw new Error(`seed ${seed} (${again})`, { cause });
      }
    }
  }
}, 120_000);
