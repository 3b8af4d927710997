import { mongo } from 'mongoose';
import { type AuditDoc, changeWithRows } from '../audit/audit.ts';
import { maybeObjectId, objectId } from '../connection/documents.ts';
import { LIST_TIME_MS_MAX, pageOf } from '../connection/pages.ts';
import type { Sessions } from '../connection/transaction.ts';
import type { NewMail } from '../mails/contract.ts';
import { type MailOutbox, mailIdOf, writeMails } from '../mails/mails.ts';
import type { MemberDoc } from '../team/model.ts';
import type {
  NewWebhookDelivery,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEdit,
  WebhookEndpoint,
  WebhookKey,
  Webhooks,
} from './contract.ts';

type KeyDoc = Omit<WebhookKey, 'createdAt' | 'endsAt'> & { createdAt: Date; endsAt: Date | null };

interface EndpointDoc {
  _id: mongo.ObjectId;
  url: string;
  description: string;
  events: string[];
  flashSaleId: string | null;
  state: WebhookEndpoint['state'];
  keys: KeyDoc[];
  createdBy: string;
  createdAt: Date;
  failingSince: Date | null;
  /** Missing until a worker switches it off. */
  ended?: { at: Date; status: number | null; error: string | null };
  /** Missing where none waits. */
  replays?: { id: string; saleId: string; from: Date }[];
}

/** One document for each event and endpoint: the outbox, the state of the sending and what came of it. */
interface DeliveryDoc {
  _id: string;
  endpoint: mongo.ObjectId;
  flashSaleId: mongo.ObjectId | null;
  n: number | null;
  type: string;
  at: Date;
  body: string;
  state: WebhookDelivery['state'];
  attempts: number;
  begunAt: Date;
  nextAt: Date;
  deliveredAt: Date | null;
  status: number | null;
  error: string | null;
  tookMs: number | null;
  answer: string;
}

/** The same event has the same id for an endpoint, for good: receivers know by it what they have had. */
export function webhookId(endpoint: string, saleId: string, n: number | string): string {
  return `evt_${endpoint}_${saleId}_${n}`;
}

interface WebhookDeps {
  db: mongo.Db;
  log: mongo.Collection<AuditDoc>;
  members: mongo.Collection<MemberDoc>;
  /** Null: owners are told nothing by mail. */
  mails: MailOutbox | null;
  sessions: Sessions;
  /** Before something becomes due that workers send. */
  announce(): void;
}

/** A list says of how many it is a part only up to here. */
const COUNTED_MAX = 10_000;
/** Logs that wait to be told to one endpoint. */
const REPLAYS_MAX = 20;
const bound = { maxTimeMS: LIST_TIME_MS_MAX };
/** Lost with a server that fails, an outcome costs one more delivery under the same id. */
const lightly = { writeConcern: { w: 1 } } as const;

export function createWebhooks(deps: WebhookDeps): Webhooks {
  const endpoints = deps.db.collection<EndpointDoc>('webhookendpoints');
  const outbox = deps.db.collection<DeliveryDoc>('webhookdeliveries');
  return { ...endpointsIn(endpoints, outbox, deps), ...deliveriesIn(outbox, endpoints, deps) };
}

type Outbox = Pick<
  Webhooks,
  | 'add'
  | 'addMissing'
  | 'addOne'
  | 'deliveries'
  | 'takeDue'
  | 'noteAttempts'
  | 'replay'
  | 'replayFrom'
  | 'forgetSale'
>;

function endpointsIn(
  docs: mongo.Collection<EndpointDoc>,
  outbox: mongo.Collection<DeliveryDoc>,
  deps: WebhookDeps,
): Omit<Webhooks, keyof Outbox> {
  const listed = async (filter: mongo.Filter<EndpointDoc>) =>
    (await docs.find(filter).sort({ createdAt: 1 }).toArray()).map(toEndpoint);

  return {
    newId: () => new mongo.ObjectId().toHexString(),
    list: () => listed({}),
    active: () => listed({ state: 'active' }),
    async get(id) {
      const _id = maybeObjectId(id);
      const found = _id && (await docs.findOne({ _id }));
      return found && toEndpoint(found);
    },
    async create({ id, saleId, createdAt, keys, ...endpoint }, max, rows) {
      const doc: EndpointDoc = {
        ...endpoint,
        _id: objectId(id),
        flashSaleId: saleId,
        state: 'active',
        keys: keys.map(keyDoc),
        createdAt: new Date(createdAt),
        failingSince: null,
      };
      const change = async (session: mongo.ClientSession) => {
        if ((await docs.countDocuments({}, { session })) >= max) {
          return null;
        }
        await docs.insertOne(doc, { session });
        return doc;
      };
      return changeWithRows(deps, { change, read: toEndpoint, rows });
    },
    async edit(id, edit, rows) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return null;
      }
      // One that is switched on again may have been waited for.
      deps.announce();
      const change = (session: mongo.ClientSession) =>
        docs.findOneAndUpdate(
          { _id },
          { $set: editDoc(edit) },
          { returnDocument: 'after', session },
        );
      return changeWithRows(deps, { change, read: toEndpoint, rows });
    },
    async remove(id, rows) {
      const _id = maybeObjectId(id);
      if (_id === null) {
        return null;
      }
      const change = (session: mongo.ClientSession) => docs.findOneAndDelete({ _id }, { session });
      const removed = await changeWithRows(deps, { change, read: toEndpoint, rows });
      if (removed) {
        await outbox.deleteMany({ endpoint: _id });
      }
      return removed;
    },
    async reseal(id, before, after) {
      await docs.updateOne(
        { _id: objectId(id), 'keys.sealed': { $all: before.map(({ sealed }) => sealed) } },
        { $set: { keys: after.map(keyDoc) } },
      );
    },
    async noteFailing(id, at) {
      await docs.updateOne(
        { _id: objectId(id), failingSince: null },
        { $set: { failingSince: new Date(at) } },
      );
    },
    async noteWorking(id) {
      await docs.updateOne({ _id: objectId(id) }, { $set: { failingSince: null } });
    },
    async end(id, { why, ...ended }, rows) {
      let mails: readonly NewMail[] = [];
      const change = async (session: mongo.ClientSession) => {
        const doc = await docs.findOneAndUpdate(
          { _id: objectId(id), state: 'active' },
          { $set: { state: why, ended: { ...ended, at: new Date(ended.at) } } },
          { returnDocument: 'after', session },
        );
        mails = doc && deps.mails ? await mailsToOwners(deps, id, ended.at, session) : [];
        if (deps.mails) {
          await writeMails(deps.mails, mails, session);
        }
        return doc;
      };
      const isFirst = (await changeWithRows(deps, { change, read: toEndpoint, rows })) !== null;
      return isFirst ? mails.map(mailIdOf) : null;
    },
    async replayLog(id, { saleId, from }) {
      deps.announce();
      const replay = { id: new mongo.ObjectId().toHexString(), saleId, from: new Date(from) };
      const { matchedCount } = await docs.updateOne(
        { _id: objectId(id), [`replays.${REPLAYS_MAX - 1}`]: { $exists: false } },
        { $push: { replays: replay } },
      );
      return matchedCount === 1;
    },
    async replayed(id, replay) {
      await docs.updateOne({ _id: objectId(id) }, { $pull: { replays: { id: replay } } });
    },
  };
}

/** One to each owner, whichever member made the webhook. */
async function mailsToOwners(
  { members }: WebhookDeps,
  about: string,
  at: number,
  session: mongo.ClientSession,
): Promise<NewMail[]> {
  const owners = await members.find({ role: 'owner' }, { session }).toArray();
  const what = { saleId: null, kind: 'webhook', seq: null, fence: null, at, about } as const;
  return owners.map(({ _id: buyer }) => ({ ...what, buyer }));
}

/** An endpoint that is switched on again begins anew. */
function editDoc({ saleId, keys, ...edit }: WebhookEdit): Partial<EndpointDoc> {
  return {
    ...edit,
    ...(saleId !== undefined && { flashSaleId: saleId }),
    ...(keys && { keys: keys.map(keyDoc) }),
    ...(edit.state === 'active' && { failingSince: null }),
  };
}

function deliveriesIn(
  outbox: mongo.Collection<DeliveryDoc>,
  endpoints: mongo.Collection<EndpointDoc>,
  deps: WebhookDeps,
): Outbox {
  return {
    async add(deliveries, transaction) {
      if (deliveries.length > 0) {
        const docs = newDeliveryDocs(deliveries);
        await outbox.insertMany(docs, transaction && { session: transaction });
      }
    },
    async addMissing(deliveries) {
      if (deliveries.length > 0) {
        const writes = newDeliveryDocs(deliveries).map(({ _id, ...doc }) => {
          return { updateOne: { filter: { _id }, update: { $setOnInsert: doc }, upsert: true } };
        });
        await outbox.bulkWrite(writes, { ordered: false });
      }
    },
    async addOne(delivery, rows) {
      const [doc] = newDeliveryDocs([delivery]);
      if (!doc) {
        throw new Error('one delivery is one document');
      }
      deps.announce();
      const change = async (session: mongo.ClientSession) => {
        await outbox.insertOne(doc, { session });
        return doc;
      };
      const added = await changeWithRows<DeliveryDoc, WebhookDelivery>(deps, {
        ...{ change, read: toDelivery, rows },
      });
      return added ?? toDelivery(doc);
    },
    async deliveries({ endpoint, state }, options) {
      const { page, limit, skip } = pageOf(options);
      const query = { endpoint: objectId(endpoint), ...(state && { state }) };
      const [docs, total] = await Promise.all([
        outbox.find(query, bound).sort({ at: -1, _id: -1 }).skip(skip).limit(limit).toArray(),
        outbox.countDocuments(query, { ...bound, limit: COUNTED_MAX }),
      ]);
      return { items: docs.map(toDelivery), total, page, limit };
    },
    async takeDue(endpoints, { now, until }, limit) {
      const due = {
        state: 'pending' as const,
        endpoint: { $in: endpoints.map(objectId) },
        nextAt: { $lte: new Date(now) },
      };
      const docs = await outbox.find(due).sort({ nextAt: 1 }).limit(limit).toArray();
      if (docs.length > 0) {
        const _id = { $in: docs.map((doc) => doc._id) };
        // By a majority, or the next read would find them due once more.
        await outbox.updateMany({ ...due, _id }, { $set: { nextAt: new Date(until) } });
      }
      return docs.map(toDelivery);
    },
    async noteAttempts(attempts) {
      if (attempts.length > 0) {
        await outbox.bulkWrite(attemptWrites(attempts), { ordered: false, ...lightly });
      }
    },
    async replay(endpoint, id, now, rows) {
      const ofEndpoint = maybeObjectId(endpoint);
      if (ofEndpoint === null) {
        return null;
      }
      deps.announce();
      const change = (session: mongo.ClientSession) =>
        outbox.findOneAndUpdate(
          { _id: id, endpoint: ofEndpoint },
          { $set: replayed(now) },
          { returnDocument: 'after', session },
        );
      return changeWithRows(deps, { change, read: toDelivery, rows });
    },
    async replayFrom(endpoint, from, now, saleId) {
      deps.announce();
      const again = await outbox.updateMany(
        {
          ...{ endpoint: objectId(endpoint), at: { $gte: new Date(from) } },
          ...(saleId !== undefined && { flashSaleId: objectId(saleId) }),
        },
        { $set: replayed(now) },
      );
      return again.matchedCount;
    },
    async forgetSale(saleId) {
      for await (const { _id } of endpoints.find({}, { projection: { _id: 1 } })) {
        const first = webhookId(_id.toHexString(), saleId, '');
        await outbox.deleteMany({ _id: { $gte: first, $lt: `${first}~` } });
      }
    },
  };
}

/** A time of its own: it is tried for as long as a new one. */
const replayed = (now: number) => ({
  ...{ state: 'pending' as const, nextAt: new Date(now), begunAt: new Date(now), attempts: 0 },
});

/**
 * Of a crowd most were taken, with one answer and after about as long: those are one write, with the moment of the last
 * of them. They come after the others, so that what was taken in the end stays so.
 */
function attemptWrites(
  attempts: readonly WebhookAttempt[],
): mongo.AnyBulkWriteOperation<DeliveryDoc>[] {
  const taken = new Map<string, WebhookAttempt[]>();
  const writes: mongo.AnyBulkWriteOperation<DeliveryDoc>[] = [];
  for (const attempt of attempts) {
    const { id, state, status, error, tookMs, answer } = attempt;
    if (state === 'delivered') {
      const alike = `${status} ${tookMs} ${error} ${answer}`;
      const group = taken.get(alike);
      if (group) {
        group.push(attempt);
      } else {
        taken.set(alike, [attempt]);
      }
    } else {
      writes.push({ updateOne: { filter: { _id: id }, update: changeBy(attempt) } });
    }
  }
  for (const group of taken.values()) {
    const last = group.at(-1);
    if (last) {
      const _id = { $in: group.map(({ id }) => id) };
      writes.push({ updateMany: { filter: { _id }, update: changeBy(last) } });
    }
  }
  return writes;
}

function changeBy({ id: _, at, nextAt, ...outcome }: WebhookAttempt) {
  return {
    $set: {
      ...outcome,
      ...(outcome.state === 'pending' && { nextAt: new Date(nextAt) }),
      ...(outcome.state === 'delivered' && { deliveredAt: new Date(at) }),
    },
    $inc: { attempts: 1 },
  };
}

const keyDoc = ({ createdAt, endsAt, ...key }: WebhookKey): KeyDoc => ({
  ...key,
  createdAt: new Date(createdAt),
  endsAt: endsAt === null ? null : new Date(endsAt),
});

function toEndpoint({ _id, flashSaleId, keys, ended, ...doc }: EndpointDoc): WebhookEndpoint {
  return {
    ...doc,
    id: _id.toHexString(),
    saleId: flashSaleId,
    keys: keys.map(({ createdAt, endsAt, ...key }) => ({
      ...key,
      createdAt: createdAt.getTime(),
      endsAt: endsAt?.getTime() ?? null,
    })),
    createdAt: doc.createdAt.getTime(),
    failingSince: doc.failingSince?.getTime() ?? null,
    ended: ended ? { ...ended, at: ended.at.getTime() } : null,
    replays: (doc.replays ?? []).map(({ from, ...replay }) => ({
      ...replay,
      from: from.getTime(),
    })),
  };
}

/** Thousands at a time, of a few sales and endpoints: their ids are read once. */
function newDeliveryDocs(deliveries: readonly NewWebhookDelivery[]): DeliveryDoc[] {
  const ids = new Map<string, mongo.ObjectId>();
  const idOf = (text: string): mongo.ObjectId => {
    const id = ids.get(text) ?? objectId(text);
    ids.set(text, id);
    return id;
  };
  const begunAt = new Date();
  return deliveries.map(({ id, endpoint, saleId, at, nextAt, n, type, body }) => ({
    ...{ _id: id, n, type, body, begunAt },
    endpoint: idOf(endpoint),
    flashSaleId: saleId === null ? null : idOf(saleId),
    at: new Date(at),
    state: 'pending',
    attempts: 0,
    nextAt: new Date(nextAt),
    ...{ deliveredAt: null, status: null, error: null, tookMs: null, answer: '' },
  }));
}

function toDelivery({ _id, endpoint, flashSaleId, ...doc }: DeliveryDoc): WebhookDelivery {
  return {
    ...doc,
    id: _id,
    endpoint: endpoint.toHexString(),
    saleId: flashSaleId?.toHexString() ?? null,
    at: doc.at.getTime(),
    begunAt: doc.begunAt.getTime(),
    nextAt: doc.nextAt.getTime(),
    deliveredAt: doc.deliveredAt?.getTime() ?? null,
  };
}
