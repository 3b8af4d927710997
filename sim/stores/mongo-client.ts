import type { Model } from 'mongoose';
import { mongo } from 'mongoose';
import { createAudit } from '../../libs/database/src/audit/audit.ts';
import { createBlocks } from '../../libs/database/src/blocks/blocks.ts';
import type { Sessions } from '../../libs/database/src/connection/transaction.ts';
import { createMailConsents } from '../../libs/database/src/mails/consents.ts';
import { createMails, mailOutbox } from '../../libs/database/src/mails/mails.ts';
import type { BatchDeps } from '../../libs/database/src/orders/commit/batch.ts';
import { createCommitter } from '../../libs/database/src/orders/commit/committer.ts';
import { createOrders } from '../../libs/database/src/orders/orders.ts';
import { createPreparedPayments } from '../../libs/database/src/prepared-payments.ts';
import { createProviderEvents } from '../../libs/database/src/provider-events.ts';
import { createSales } from '../../libs/database/src/sales/sales.ts';
import type { Doc, Update } from './mongo-query.ts';
import type { FindOptions, MongoStore, Transaction, View } from './mongo-store.ts';

/** How an operation reaches the server. `isSafe`: it only reads, or the server knows a repetition. */
export type Ask = <T>(work: () => T, about: About) => Promise<T>;

export interface About {
  name: string;
  inTransaction: boolean;
  isCommit?: boolean;
  maxTimeMs?: number | undefined;
}

/** A session of the driver: it opens its transaction with the first operation. */
class Session {
  readonly id = { id: new mongo.Binary(Buffer.alloc(16)) };
  transaction: Transaction | null = null;
  isSnapshot = false;
  private snapshotTs: number | undefined;
  private isStarted = false;
  private readonly store: MongoStore;
  private readonly ask: Ask;

  constructor(store: MongoStore, ask: Ask) {
    this.store = store;
    this.ask = ask;
  }

  startTransaction(): void {
    if (this.isStarted) {
      throw new mongo.MongoTransactionError('Transaction already in progress');
    }
    // What an earlier one left open on the server ends with the next of this session.
    if (this.transaction) {
      this.store.abort(this.transaction);
    }
    this.isStarted = true;
    this.transaction = null;
  }

  inTransaction(): boolean {
    return this.isStarted;
  }

  /** The view of an operation that reaches the server now; the first one fixes the moment. */
  view(): View {
    if (this.isSnapshot) {
      this.snapshotTs ??= this.store.moment;
      return { snapshotTs: this.snapshotTs };
    }
    if (!this.isStarted) {
      return {};
    }
    this.transaction ??= this.store.begin();
    return { transaction: this.transaction };
  }

  async commitTransaction(): Promise<void> {
    this.isStarted = false;
    const { transaction } = this;
    if (transaction) {
      const about = { name: 'commitTransaction', inTransaction: true, isCommit: true };
      await this.ask(() => this.store.commit(transaction), about);
    }
  }

  async abortTransaction(): Promise<void> {
    this.isStarted = false;
    const { transaction } = this;
    if (transaction) {
      const about = { name: 'abortTransaction', inTransaction: true };
      await this.ask(() => this.store.abort(transaction), about);
    }
  }

  async endSession(): Promise<void> {}
}

interface Options extends FindOptions {
  session?: Session | undefined;
  upsert?: boolean;
  maxTimeMS?: number | undefined;
  returnDocument?: 'after';
}

/** The driver's collection, as far as it is used here. */
class Collection {
  private readonly store: MongoStore;
  private readonly ask: Ask;
  readonly collectionName: string;

  constructor(store: MongoStore, ask: Ask, name: string) {
    this.store = store;
    this.ask = ask;
    this.collectionName = name;
  }

  private run<T>(name: string, options: Options | undefined, work: (view: View) => T): Promise<T> {
    const session = options?.session;
    const about = {
      name: `${this.collectionName}.${name}`,
      inTransaction: session?.inTransaction() ?? false,
      maxTimeMs: options?.maxTimeMS,
    };
    return this.ask(() => work(session?.view() ?? {}), about);
  }

  async insertOne(doc: Doc, options?: Options) {
    await this.run('insertOne', options, (view) =>
      this.store.insert(this.collectionName, { ...doc }, view),
    );
    return { acknowledged: true };
  }

  async insertMany(docs: readonly Doc[], options?: Options) {
    await this.run('insertMany', options, (view) => {
      for (const [at, doc] of docs.entries()) {
        try {
          this.store.insert(this.collectionName, { ...doc }, view);
        } catch (error) {
          throw bulkError(error, at);
        }
      }
    });
    return { insertedCount: docs.length };
  }

  async updateOne(filter: Doc, change: Update, options?: Options) {
    const found = await this.run('updateOne', options, (view) =>
      this.store.update(this.collectionName, filter, change, view, options),
    );
    const matchedCount = found?.before ? 1 : 0;
    return { matchedCount, modifiedCount: found?.changed ? matchedCount : 0 };
  }

  async updateMany(filter: Doc, change: Update, options?: Options) {
    const count = await this.run('updateMany', options, (view) => {
      const ids = this.store.find(this.collectionName, filter, view).map(({ _id }) => _id);
      for (const _id of ids) {
        this.store.update(this.collectionName, { ...filter, _id }, change, view);
      }
      return ids.length;
    });
    return { matchedCount: count, modifiedCount: count };
  }

  async findOneAndUpdate(filter: Doc, change: Update, options?: Options) {
    const found = await this.run('findOneAndUpdate', options, (view) =>
      this.store.update(this.collectionName, filter, change, view, options),
    );
    return found && (options?.returnDocument ? found.after : found.before);
  }

  findOneAndDelete(filter: Doc, options?: Options) {
    return this.run('findOneAndDelete', options, (view) =>
      this.store.remove(this.collectionName, filter, view),
    );
  }

  async deleteMany(filter: Doc, options?: Options) {
    const deleted = await this.findOneAndDelete(filter, options);
    return { deletedCount: deleted ? 1 : 0 };
  }

  findOne(filter: Doc, options?: Options) {
    return this.run('findOne', options, (view) => {
      return (
        this.store.find(this.collectionName, filter, view, { ...options, limit: 1 })[0] ?? null
      );
    });
  }

  countDocuments(filter: Doc, options?: Options) {
    return this.run('countDocuments', options, (view) => {
      return this.store.find(this.collectionName, filter, view).length;
    });
  }

  find(filter: Doc, options?: Options) {
    return new Cursor(() =>
      this.run('find', options, (view) =>
        this.store.find(this.collectionName, filter, view, options),
      ),
    );
  }
}

/** Answers everything with its first batch. */
class Cursor<T = Doc> {
  private readonly read: () => Promise<T[]>;

  constructor(read: () => Promise<T[]>) {
    this.read = read;
  }

  map<U>(change: (doc: T) => U): Cursor<U> {
    return new Cursor(async () => (await this.read()).map(change));
  }

  project() {
    return this;
  }

  toArray(): Promise<T[]> {
    return this.read();
  }

  async *[Symbol.asyncIterator]() {
    yield* await this.read();
  }
}

export const openSession = (store: MongoStore, ask: Ask) => new Session(store, ask);

export const openCollection = (store: MongoStore, ask: Ask, name: string) =>
  new Collection(store, ask, name);

/** A query of Mongoose: runs when it is awaited. */
class Query<T> {
  private readonly options: Options = {};
  private readonly run: (options: Options) => Promise<T>;

  constructor(run: (options: Options) => Promise<T>) {
    this.run = run;
  }

  session(session: Session) {
    this.options.session = session;
    return this;
  }

  sort(sort: Record<string, number>) {
    this.options.sort = sort;
    return this;
  }

  limit(limit: number) {
    this.options.limit = limit;
    return this;
  }

  maxTimeMS(ms: number) {
    this.options.maxTimeMS = ms;
    return this;
  }

  select() {
    return this;
  }

  lean() {
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: a query of Mongoose is awaited like this
  then<A, B>(done?: (value: T) => A | PromiseLike<A>, failed?: (error: unknown) => B) {
    return this.run(this.options).then(done, failed);
  }
}

function createModel(collection: Collection) {
  return {
    collection,
    findOne: (filter: Doc) => new Query((options) => collection.findOne(filter, options)),
    findById: (_id: unknown) => new Query((options) => collection.findOne({ _id }, options)),
    find: (filter: Doc) => new Query((options) => collection.find(filter, options).toArray()),
    exists: (filter: Doc) => new Query((options) => collection.findOne(filter, options)),
    updateOne: (filter: Doc, change: Update) => collection.updateOne(filter, change),
    findOneAndDelete: (filter: Doc, options: Options) =>
      new Query((more) => collection.findOneAndDelete(filter, { ...options, ...more })),
    findOneAndUpdate: (filter: Doc, change: Update, options: Options) =>
      new Query((more) => collection.findOneAndUpdate(filter, change, { ...options, ...more })),
  };
}

/** What the driver throws when one of several inserts is refused. */
function bulkError(error: unknown, at: number): unknown {
  if (!(error instanceof mongo.MongoServerError) || error.code !== 11_000) {
    return error;
  }
  const refused = { index: at, code: 11_000, errmsg: error.message };
  return Object.assign(Object.create(mongo.MongoBulkWriteError.prototype), {
    message: error.message,
    code: 11_000,
    writeErrors: [refused],
  });
}

/** The project's own database layer, on the store instead of a connection. */
export function openDatabase(store: MongoStore, ask: Ask, options: Partial<BatchDeps> = {}) {
  const collections = new Map<string, Collection>();
  const collection = (name: string) => {
    const known = collections.get(name) ?? openCollection(store, ask, name);
    collections.set(name, known);
    return known;
  };
  const model = <T>(name: string) => createModel(collection(name)) as unknown as Model<T>;
  const native = <T extends mongo.Document>(name: string) =>
    collection(name) as unknown as mongo.Collection<T>;
  const startSession = () => openSession(store, ask) as unknown as mongo.ClientSession;
  const sessions = createSessions(startSession);
  const client = {
    async withSession<T>(_: object, use: (session: mongo.ClientSession) => Promise<T>) {
      const session = openSession(store, ask);
      session.isSnapshot = true;
      return use(session as unknown as mongo.ClientSession);
    },
  } as unknown as mongo.MongoClient;

  const [sales, orders, blocks] = [model('flashsales'), model('orders'), model('blocks')] as const;
  const log = native('auditlog');
  const deps = { sales, orders, blocks, log, sessions, client } as never;
  const db = { collection: native } as unknown as mongo.Db;
  const outbox = mailOutbox(db, () => {});
  const committer = createCommitter({
    orders: native('orders'),
    sales: native('flashsales'),
    turnstiles: native('turnstiles'),
    sessions,
    onFault: () => {},
    ...options,
  });
  return {
    sales: createSales(
      Object.assign({ pictures: native('pictures'), removals: native('removedsales') }, deps),
    ),
    orders: {
      ...createOrders(deps),
      /** Only how many there are: the list of the team is a query of its own kind. */
      async adminList({ saleId = '' }: { saleId?: string }) {
        const flashSaleId = new mongo.ObjectId(saleId);
        const total = await collection('orders').countDocuments({ kind: 'order', flashSaleId });
        return { items: [], total, page: 1, limit: 1 };
      },
    },
    blocks: createBlocks(deps),
    audit: createAudit(model('auditlog')),
    preparedPayments: createPreparedPayments(native('preparedpayments')),
    providerEvents: createProviderEvents(db),
    mails: createMails({ outbox, log: native('auditlog'), sessions }),
    mailConsents: createMailConsents({ db, mails: outbox, sessions }),
    committer,
    processes: {
      /** One write of which it is known that a majority has it. */
      async beat(id: string): Promise<void> {
        const $set = { at: new Date() };
        await collection('processes').updateOne({ _id: id }, { $set }, { upsert: true });
      },
    },
  };
}

function createSessions(start: () => mongo.ClientSession): Sessions {
  const idle: mongo.ClientSession[] = [];
  return {
    acquire: async () => idle.pop() ?? start(),
    release: (session) => {
      idle.push(session);
    },
    ids: () => [],
    // Processes beat here when the world says so.
    restedMs: () => 0,
    onUse: () => {},
    onGrowth: () => {},
    onMinorFault: () => {},
    close: async () => {},
  };
}
