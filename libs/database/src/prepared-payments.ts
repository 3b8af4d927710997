import type { mongo } from 'mongoose';
import { objectId } from './connection/documents.ts';
import { isDuplicateKey } from './connection/errors.ts';
import type { PersonKeys } from './orders/contract.ts';
import type { Order } from './types.ts';

/**
 * `creating`: its intent may not exist at the provider yet. `open`: a buyer may authorise it. `bound`: an attempt
 * took it, whose record decides about it. `closing`: no attempt can take it any longer, and it is cancelled at
 * the provider. The others are final.
 */
export type PreparedState =
  | 'creating'
  | 'open'
  | 'bound'
  | 'closing'
  | 'captured'
  | 'cancelled'
  | 'refunded';

/** A payment that was prepared while its unit was held. */
export interface PreparedPayment {
  id: string;
  saleId: string;
  buyer: string;
  seq: number;
  /** Of the hold that it is for. */
  fence: number;
  /** A hold whose payment was cancelled gets another one. */
  round: number;
  amount: number;
  currency: string;
  state: PreparedState;
  /** How the provider knows it. */
  intentId: string | null;
  /** The attempt that took it. */
  attempt: number | null;
  /** Who the order would be for; only until the payment is final. */
  person: Pick<Order, 'email' | 'contact'> | null;
  /** When a worker has to look at it next; null once it is final. */
  checkAt: number | null;
  createdAt: number;
}

export type NewPreparedPayment = Pick<
  PreparedPayment,
  'saleId' | 'buyer' | 'seq' | 'fence' | 'amount' | 'currency'
> & { person: PreparedPayment['person']; checkAt: number };

export interface PreparedPayments {
  /**
   * The payment of this hold: the one that is not over, else a new one. A later `person` replaces the earlier, but a
   * contact that is not given again stays.
   */
  prepare(wanted: NewPreparedPayment, now: number): Promise<PreparedPayment>;
  find(id: string): Promise<PreparedPayment | null>;
  /** The newest of a buyer in a sale. */
  newest(saleId: string, buyer: string): Promise<PreparedPayment | null>;
  ofAttempt(saleId: string, attempt: number): Promise<PreparedPayment | null>;
  ofIntent(intentId: string): Promise<PreparedPayment | null>;
  /** Notes its intent, before the intent's secret leaves the server. Answers what it is now. */
  opened(id: string, intentId: string): Promise<PreparedPayment | null>;
  /** Whether it belongs to this attempt now: one attempt takes it, and only while it is open. */
  bind(id: string, attempt: number, checkAt: number): Promise<boolean>;
  /** Of an attempt that costs nothing: no provider knows of it. */
  bindFree(free: NewPreparedPayment & { attempt: number }, now: number): Promise<void>;
  /** Nothing can take it any longer, if it was in one of `from`. Answers what it is now. */
  close(id: string, from: readonly PreparedState[], now: number): Promise<PreparedPayment | null>;
  /** It is final; who it was for is forgotten with that. */
  finish(id: string, from: readonly PreparedState[], to: PreparedState): Promise<boolean>;
  /** Those that a worker has to look at, the longest overdue first. */
  due(limit: number, now: number): Promise<PreparedPayment[]>;
  /** One worker looks at it, and the next one not before `checkAt`. */
  take(payment: PreparedPayment, checkAt: number): Promise<boolean>;
  /** Money that may be reserved for an attempt. */
  bound(saleId: string): Promise<PreparedPayment[]>;
  ofSale(saleId: string): AsyncIterable<PreparedPayment>;
  forgetPerson(person: PersonKeys): Promise<void>;
  forgetSale(saleId: string): Promise<void>;
}

export interface PreparedPaymentDoc
  extends Omit<PreparedPayment, 'id' | 'saleId' | 'checkAt' | 'createdAt' | 'attempt'> {
  /** `<sale>-<fence>-<round>`: also the idempotency key of its intent. */
  _id: string;
  flashSaleId: mongo.ObjectId;
  /** Missing until an attempt took it. */
  attempt?: number;
  /** Missing once it is final. */
  checkAt?: Date;
  createdAt: Date;
}

/** No payment is looked at later than that: a time further ahead is from before a clock was set back. */
const AHEAD_MS = 180_000;

const UNUSED: readonly PreparedState[] = ['creating', 'open'];
const OVER: readonly PreparedState[] = ['closing', 'cancelled', 'refunded'];

export function createPreparedPayments(
  docs: mongo.Collection<PreparedPaymentDoc>,
): PreparedPayments {
  const find = async (id: string) => fromDoc(await docs.findOne({ _id: id }));

  return {
    async prepare(wanted, now) {
      const ofHold = { flashSaleId: objectId(wanted.saleId), fence: wanted.fence };
      for (;;) {
        const newest = await docs.findOne(ofHold, { sort: { round: -1 } });
        if (newest && UNUSED.includes(newest.state) && wanted.person !== null) {
          const unused = { _id: newest._id, state: { $in: [...UNUSED] } };
          await docs.updateOne(unused, personChange(wanted.person));
        }
        const person = laterPerson(newest?.person ?? null, wanted.person);
        if (newest && !OVER.includes(newest.state)) {
          return toPayment({ ...newest, person });
        }
        const round = (newest?.round ?? 0) + 1;
        const doc = newDoc({ ...wanted, person }, now, { round, state: 'creating' });
        if (await insert(docs, doc)) {
          return toPayment(doc);
        }
      }
    },
    find,
    async newest(saleId, buyer) {
      const ofBuyer = { flashSaleId: objectId(saleId), buyer };
      return fromDoc(await docs.findOne(ofBuyer, { sort: { createdAt: -1, round: -1 } }));
    },
    ofAttempt: async (saleId, attempt) =>
      fromDoc(await docs.findOne({ flashSaleId: objectId(saleId), attempt })),
    ofIntent: async (intentId) => fromDoc(await docs.findOne({ intentId })),
    async opened(id, intentId) {
      await docs.updateOne({ _id: id, state: 'creating' }, { $set: { state: 'open', intentId } });
      return find(id);
    },
    async bind(id, attempt, checkAt) {
      const change = { state: 'bound' as const, attempt, checkAt: new Date(checkAt) };
      const { matchedCount } = await docs.updateOne({ _id: id, state: 'open' }, { $set: change });
      if (matchedCount === 1) {
        return true;
      }
      const now = await docs.findOne({ _id: id });
      return now?.attempt === attempt && now.state === 'bound';
    },
    async bindFree({ attempt, ...free }, now) {
      const doc = newDoc(free, now, { round: 0, state: 'bound' });
      await insert(docs, { ...doc, _id: `${free.saleId}-${attempt}-free`, attempt });
    },
    async close(id, from, now) {
      await docs.updateOne(
        { _id: id, state: { $in: [...from] } },
        { $set: { state: 'closing', checkAt: new Date(now) } },
      );
      return find(id);
    },
    async finish(id, from, to) {
      const { matchedCount } = await docs.updateOne(
        { _id: id, state: { $in: [...from] } },
        { $set: { state: to, person: null }, $unset: { checkAt: 1 } },
      );
      return matchedCount === 1;
    },
    async due(limit, now) {
      const [late, ahead] = [new Date(now), new Date(now + AHEAD_MS)];
      const isDue = { $or: [{ checkAt: { $lt: late } }, { checkAt: { $gt: ahead } }] };
      const found = docs.find(isDue, { sort: { checkAt: 1 }, limit });
      return (await found.toArray()).map(toPayment);
    },
    async take({ id, checkAt }, next) {
      const { matchedCount } = await docs.updateOne(
        { _id: id, checkAt: new Date(checkAt ?? 0) },
        { $set: { checkAt: new Date(next) } },
      );
      return matchedCount === 1;
    },
    async bound(saleId) {
      const bound = { flashSaleId: objectId(saleId), state: 'bound' as const };
      return (await docs.find(bound).toArray()).map(toPayment);
    },
    ofSale: (saleId) =>
      docs.find({ flashSaleId: objectId(saleId) }, { batchSize: 5_000 }).map(toPayment),
    async forgetPerson({ email, buyers }) {
      const isTheirs = { buyer: { $in: [...buyers] } };
      const named = email === undefined ? isTheirs : { $or: [{ 'person.email': email }, isTheirs] };
      await docs.updateMany(named, { $set: { person: null } });
    },
    async forgetSale(saleId) {
      await docs.updateMany({ flashSaleId: objectId(saleId) }, { $set: { person: null } });
    },
  };
}

type Person = PreparedPayment['person'];

function laterPerson(before: Person, given: Person): Person {
  return given === null ? before : { ...given, contact: given.contact ?? before?.contact ?? null };
}

/** In one step: another request may give a contact at the same time, which this one does not know. */
function personChange({ email, contact }: NonNullable<Person>) {
  if (contact !== null) {
    return { $set: { person: { email, contact } } };
  }
  const kept = { $ifNull: ['$person.contact', null] };
  return [{ $set: { person: { email: { $literal: email }, contact: kept } } }];
}

/** False: its id is taken. */
async function insert(
  docs: mongo.Collection<PreparedPaymentDoc>,
  doc: PreparedPaymentDoc,
): Promise<boolean> {
  try {
    await docs.insertOne(doc);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) {
      return false;
    }
    throw error;
  }
}

function newDoc(
  { saleId, checkAt, ...wanted }: NewPreparedPayment,
  now: number,
  as: Pick<PreparedPaymentDoc, 'round' | 'state'>,
): PreparedPaymentDoc {
  return {
    _id: `${saleId}-${wanted.fence}-${as.round}`,
    flashSaleId: objectId(saleId),
    ...wanted,
    ...as,
    intentId: null,
    checkAt: new Date(checkAt),
    createdAt: new Date(now),
  };
}

const fromDoc = (doc: PreparedPaymentDoc | null) => doc && toPayment(doc);

function toPayment(doc: PreparedPaymentDoc): PreparedPayment {
  return {
    id: doc._id,
    saleId: doc.flashSaleId.toHexString(),
    ...{ buyer: doc.buyer, seq: doc.seq, fence: doc.fence, round: doc.round },
    ...{ amount: doc.amount, currency: doc.currency, state: doc.state, intentId: doc.intentId },
    attempt: doc.attempt ?? null,
    person: doc.person,
    checkAt: doc.checkAt?.getTime() ?? null,
    createdAt: doc.createdAt.getTime(),
  };
}

export const preparedPaymentDocs = (db: mongo.Db) =>
  db.collection<PreparedPaymentDoc>('preparedpayments');
