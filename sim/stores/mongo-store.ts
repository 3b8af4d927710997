import { isDeepStrictEqual } from 'node:util';
import { mongo } from 'mongoose';
import { indexes } from '../../libs/database/src/indexes.ts';
import { type Doc, matches, plainOf, sorted, type Update, updated } from './mongo-query.ts';

/** A transaction on the server. */
export interface Transaction {
  state: 'open' | 'committed' | 'aborted';
  /** Reads see what was committed up to here; set by the first operation. */
  readTs: number;
  openedAt: number;
  writes: Map<Cell, Doc | null>;
  /** The keys of unique indexes that it added, also those that it removed again. */
  keys: Added[];
  /** Run when it ends. */
  waiters: (() => void)[];
}

interface Cell {
  versions: { ts: number; doc: Doc | null }[];
  owner: Transaction | null;
}

/** When a key of a unique index was last added, and by which open transaction. */
interface Added {
  ts: number;
  owner: Transaction | null;
}

interface Updated {
  cell: Cell;
  before: Doc;
}

/** An operation outside a transaction waits for one that has written the same document or key. */
export class Blocked extends Error {
  readonly by: Transaction;

  constructor(by: Transaction) {
    super('waits for a transaction');
    this.by = by;
  }
}

interface Unique {
  name: string;
  fields: string[];
  where: Doc | null;
}

/** As `transactionLifetimeLimitSeconds` of the engines. */
const LIFETIME_MS = 3_000;

/** Who reads or writes: a transaction, a snapshot, or neither. */
export interface View {
  transaction?: Transaction | null;
  snapshotTs?: number;
}

/** Documents, unique indexes, transactions and snapshots as MongoDB has them, for the operations in use. */
export class MongoStore {
  private ts = 1;
  private readonly collections = new Map<string, Map<string, Cell>>();
  private readonly added = new Map<string, Added>();
  private readonly open = new Set<Transaction>();
  private readonly now: () => number;
  /** A larger document is refused. Only blocks come anywhere near it, so only they are measured. */
  documentBytesMax = 16_777_216;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The moment that a snapshot session reads. */
  get moment(): number {
    return this.ts;
  }

  begin(): Transaction {
    const transaction: Transaction = {
      state: 'open',
      readTs: this.ts,
      openedAt: this.now(),
      writes: new Map(),
      keys: [],
      waiters: [],
    };
    this.open.add(transaction);
    return transaction;
  }

  commit(transaction: Transaction): void {
    this.endOld();
    if (transaction.state === 'committed') {
      return;
    }
    if (transaction.state === 'aborted') {
      throw serverError('NoSuchTransaction', 251, ['TransientTransactionError']);
    }
    this.ts += 1;
    for (const [cell, doc] of transaction.writes) {
      cell.versions.push({ ts: this.ts, doc });
    }
    this.end(transaction, 'committed');
  }

  abort(transaction: Transaction): void {
    if (transaction.state === 'open') {
      this.end(transaction, 'aborted');
    }
  }

  find(name: string, filter: Doc, view: View, options: FindOptions = {}): Doc[] {
    this.endOld();
    const found: Doc[] = [];
    for (const cell of this.cells(name).values()) {
      const doc = visible(cell, view);
      if (doc && matches(doc, filter)) {
        found.push(doc);
      }
    }
    return sorted(found, options.sort).slice(0, options.limit || undefined);
  }

  insert(name: string, doc: Doc, view: View): void {
    this.endOld();
    const { transaction } = view;
    if (name === 'blocks' && bytesOf(doc) > this.documentBytesMax) {
      throw this.refuse(transaction, serverError('BSONObjectTooLarge', 10_334));
    }
    const id = String(plainOf(doc._id));
    const cells = this.cells(name);
    const keys = this.checkUnique(name, doc, null, view);
    const cell = cells.get(id) ?? { versions: [], owner: null };
    cells.set(id, cell);
    this.write(cell, doc, view, keys);
  }

  /** The document before and after; null: there was none to update. */
  update(
    name: string,
    filter: Doc,
    change: Update,
    view: View,
    { upsert = false } = {},
  ): { before: Doc | null; after: Doc; changed: boolean } | null {
    this.endOld();
    for (const cell of this.cells(name).values()) {
      // Outside a transaction the newest is updated; inside, what its snapshot shows.
      const before = visible(cell, view);
      if (!before || !matches(before, filter)) {
        continue;
      }
      const after = updated(before, filter, change);
      // What changes nothing writes nothing.
      if (isSame(before, after)) {
        return { before, after, changed: false };
      }
      this.checkFree(cell, view);
      const keys = this.checkUnique(name, after, { cell, before }, view);
      this.write(cell, after, view, keys);
      return { before, after, changed: true };
    }
    if (!upsert) {
      return null;
    }
    const fresh = { ...filter, _id: filter._id ?? new mongo.ObjectId() };
    const after = updated(fresh, filter, change, true);
    this.insert(name, after, view);
    return { before: null, after, changed: true };
  }

  remove(name: string, filter: Doc, view: View): Doc | null {
    this.endOld();
    for (const cell of this.cells(name).values()) {
      const doc = visible(cell, view);
      if (doc && matches(doc, filter)) {
        this.checkFree(cell, view);
        this.write(cell, null, view);
        return doc;
      }
    }
    return null;
  }

  private cells(name: string): Map<string, Cell> {
    const known = this.collections.get(name);
    if (known) {
      return known;
    }
    const made = new Map<string, Cell>();
    this.collections.set(name, made);
    return made;
  }

  private checkFree(cell: Cell, { transaction }: View): void {
    const isForeign = cell.owner !== null && cell.owner !== transaction;
    const isNewer = transaction && (cell.versions.at(-1)?.ts ?? 0) > transaction.readTs;
    if (isForeign || (isNewer && cell.owner !== transaction)) {
      throw this.conflict(cell.owner, transaction);
    }
  }

  private conflict(owner: Transaction | null, transaction: Transaction | null | undefined): Error {
    if (transaction) {
      return this.refuse(
        transaction,
        serverError('WriteConflict', 112, ['TransientTransactionError']),
      );
    }
    return owner ? new Blocked(owner) : serverError('WriteConflict', 112);
  }

  /** An error ends the transaction it happens in. */
  private refuse(transaction: Transaction | null | undefined, error: Error): Error {
    if (transaction) {
      this.abort(transaction);
    }
    return error;
  }

  private write(cell: Cell, doc: Doc | null, { transaction }: View, keys: Added[] = []): void {
    if (!transaction) {
      if (cell.owner) {
        throw new Blocked(cell.owner);
      }
      this.ts += 1;
      cell.versions.push({ ts: this.ts, doc });
      for (const key of keys) {
        key.ts = this.ts;
      }
      return;
    }
    if (transaction.state !== 'open') {
      throw serverError('NoSuchTransaction', 251, ['TransientTransactionError']);
    }
    cell.owner = transaction;
    transaction.writes.set(cell, doc);
    for (const key of keys) {
      key.owner = transaction;
      transaction.keys.push(key);
    }
  }

  /**
   * Index after index, as the server does. An update touches the entries that it changes, no others. Answers
   * the keys that the document adds.
   */
  private checkUnique(name: string, doc: Doc, self: Updated | null, view: View): Added[] {
    const others = [...this.cells(name).values()].filter((cell) => cell !== self?.cell);
    const keys: Added[] = [];
    for (const index of uniqueOf(name)) {
      const key = keyIn(index, doc);
      if (key === null || (self && keyIn(index, self.before) === key)) {
        continue;
      }
      const added = this.addedKey(`${name} ${index.name} ${key}`);
      this.checkAdded(added, view);
      if (others.some((cell) => hasKey({ index, key }, cell, view))) {
        throw this.refuse(view.transaction, duplicateKey(name, index.name));
      }
      keys.push(added);
    }
    return keys;
  }

  private addedKey(name: string): Added {
    const known = this.added.get(name) ?? { ts: 0, owner: null };
    this.added.set(name, known);
    return known;
  }

  /**
   * A key that another transaction adds stands in the way at once, and one that was added after the snapshot
   * also when it has been removed since: the server writes each key that it adds, and the write is not seen.
   */
  private checkAdded({ ts, owner }: Added, { transaction }: View): void {
    const isForeign = owner !== null && owner !== transaction;
    const isUnseen = transaction && owner === null && ts > transaction.readTs;
    if (isForeign || isUnseen) {
      throw this.conflict(owner, transaction);
    }
  }

  /** What a silent process left open ends by its age. */
  private endOld(): void {
    for (const transaction of this.open) {
      if (this.now() - transaction.openedAt > LIFETIME_MS) {
        this.end(transaction, 'aborted');
      }
    }
  }

  private end(transaction: Transaction, state: 'committed' | 'aborted'): void {
    transaction.state = state;
    this.open.delete(transaction);
    for (const cell of transaction.writes.keys()) {
      cell.owner = null;
    }
    for (const key of transaction.keys) {
      key.owner = null;
      key.ts = state === 'committed' ? this.ts : key.ts;
    }
    for (const wake of transaction.waiters.splice(0)) {
      wake();
    }
  }
}

export interface FindOptions {
  sort?: Readonly<Record<string, number>> | undefined;
  limit?: number | undefined;
}

function isSame(before: Doc, after: Doc): boolean {
  const names = Object.keys(after);
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => isDeepStrictEqual(plainOf(before[name]), plainOf(after[name])))
  );
}

function bytesOf({ entries, people }: Doc): number {
  return JSON.stringify([entries, people]).length;
}

function latest(cell: Cell): Doc | null {
  return cell.versions.at(-1)?.doc ?? null;
}

function visible(cell: Cell, { transaction, snapshotTs }: View): Doc | null {
  if (transaction && cell.owner === transaction) {
    return transaction.writes.get(cell) ?? null;
  }
  const until = transaction?.readTs ?? snapshotTs;
  if (until === undefined) {
    return latest(cell);
  }
  return cell.versions.findLast(({ ts }) => ts <= until)?.doc ?? null;
}

/** A key that another transaction removes stays until it is gone. */
function hasKey({ index, key }: { index: Unique; key: string }, cell: Cell, view: View): boolean {
  const doc = view.transaction ? visible(cell, view) : latest(cell);
  return doc ? keyIn(index, doc) === key : false;
}

const uniques = new Map<string, Unique[]>();

function uniqueOf(name: string): Unique[] {
  const known = uniques.get(name);
  if (known) {
    return known;
  }
  const named = (indexes[name] ?? [])
    .filter(({ unique }) => unique)
    .map((index) => ({
      name: index.name,
      fields: Object.keys(index.key),
      where: (index.partialFilterExpression as Doc | undefined) ?? null,
    }));
  const all = [{ name: '_id_', fields: ['_id'], where: null }, ...named];
  uniques.set(name, all);
  return all;
}

function keyIn({ fields, where }: Unique, doc: Doc): string | null {
  if (where && !matches(doc, where)) {
    return null;
  }
  return fields.map((field) => plainOf(doc[field])).join(' ');
}

export function serverError(codeName: string, code: number, errorLabels: string[] = []) {
  return new mongo.MongoServerError({ message: codeName, codeName, code, errorLabels });
}

export function duplicateKey(collection: string, index: string) {
  const message = `E11000 duplicate key error collection: test.${collection} index: ${index} dup key: { }`;
  return new mongo.MongoServerError({ message, code: 11_000 });
}
