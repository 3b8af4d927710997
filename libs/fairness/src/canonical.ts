import type { Change, ChangeType, LogEntry } from './entry.ts';
import { checked, isTypeName, renamed } from './named-values.ts';

/** The first value of every entry; a new meaning of the values needs a new number. */
const ENTRY_VERSION = 1;
/** Its values carry names and are told from the entry itself, whether its type is known or not. */
const NAMED_VERSION = 2;

/**
 * The bytes of an entry that are hashed and published: one line of JSON, an array of version, number,
 * time, type and values in a fixed order. Written once and never rewritten. People are leaves.
 */
export function canonicalEntry(entry: LogEntry, leafOf: (buyer: string) => string): string {
  if (entry.type === 'unknown') {
    const values = renamed(entry.values, leafOf);
    return JSON.stringify([NAMED_VERSION, entry.n, entry.at, entry.name, values]);
  }
  const values = writers[entry.type](entry as never, leafOf);
  return JSON.stringify([ENTRY_VERSION, entry.n, entry.at, entry.type, ...values]);
}

/** The number of an entry, without reading the rest of it. */
export function numberOf(text: string): number {
  return Number(/^\[[12],(\d+),/.exec(text)?.[1] ?? Number.NaN);
}

type Leaf = (buyer: string) => string;
type Of<Type extends ChangeType> = Extract<Change, { type: Type }>;

const writers: { [Type in ChangeType]: (change: Of<Type>, leaf: Leaf) => unknown[] } = {
  activate: (c) => [c.epoch, c.stock],
  join: (c, leaf) => [c.seq, leaf(c.buyer), c.late],
  grant: (c, leaf) => [
    c.mode,
    c.expiresAt,
    c.price,
    c.holds.map((hold) => [leaf(hold.buyer), hold.seq, hold.unit, hold.fence]),
  ],
  claim: (c, leaf) => [leaf(c.buyer), c.fence, c.attempt],
  settle: (c, leaf) => [leaf(c.buyer), c.unit, c.attempt],
  void: (c, leaf) => [leaf(c.buyer), c.unit, c.attempt, c.back, c.expiresAt],
  extend: (c, leaf) => [leaf(c.buyer), c.fence, c.expiresAt],
  leave: (c, leaf) => [leaf(c.buyer), c.seq, c.unit],
  expire: (c, leaf) => [c.holds.map((hold) => [leaf(hold.buyer), hold.unit, hold.fence])],
  release: (c, leaf) => [leaf(c.buyer), c.unit, c.fence],
  remove: (c, leaf) => [leaf(c.buyer), c.seq, c.unit],
  pause: (c) => [c.reason],
  resume: () => [],
  message: (c) => [c.text],
  edit: (c) => [c.version, c.startsAt, c.endsAt, c.lobbyOpensAt],
  end: () => [],
  adjust: (c) => [c.id, c.by, c.stock],
  refund: (c, leaf) => [leaf(c.buyer), c.unit, c.fence],
  shift: (c) => [c.byMs],
  adopt: (c) => [c.epoch, c.how, c.mark, c.stock],
  rehold: (c, leaf) => [leaf(c.buyer), c.seq, c.unit, c.fence, c.expiresAt, c.price, c.extensions],
  requeue: (c, leaf) => [c.places.map((place) => [leaf(place.buyer), place.seq])],
};

/**
 * The entry again. Readers of the public log pass nothing and see leaves where buyers were. One of log 2
 * whose type is not known is answered as `unknown`, with everything that it says.
 */
export function parseEntry(text: string, buyerOf = (leaf: string) => leaf): LogEntry {
  const line: unknown = JSON.parse(text);
  if (Array.isArray(line) && line[0] === NAMED_VERSION) {
    return parseNamed(line, buyerOf);
  }
  if (!Array.isArray(line) || line[0] !== ENTRY_VERSION) {
    throw new Error('unknown version of an entry');
  }
  const [, n, at, type, ...values] = line as [number, number, number, ChangeType, ...unknown[]];
  if (!Object.hasOwn(readers, type)) {
    throw new Error('unknown type of an entry');
  }
  const read = readers[type] as (values: never, buyerOf: (leaf: string) => string) => Change;
  return { n, at, ...read(values as never, buyerOf) };
}

function parseNamed(line: unknown[], buyerOf: (leaf: string) => string): LogEntry {
  const [, n, at, name, values] = line as [number, number, number, string, unknown];
  if (typeof name !== 'string' || !isTypeName(name)) {
    throw new Error('no type of an entry');
  }
  return { n, at, type: 'unknown', name, values: renamed(checked(values), buyerOf) };
}

type Num = number;
type Row = [string, ...Num[]];

const readers = {
  activate: ([epoch, stock]: [Num, Num]): Change => ({ type: 'activate', epoch, stock }),
  join: ([seq, leaf, late]: [Num, string, boolean], buyerOf: Leaf): Change => ({
    type: 'join',
    seq,
    buyer: buyerOf(leaf),
    late,
  }),
  grant: (
    [mode, expiresAt, price, rows]: ['normal' | 'fast', Num, Num, [string, Num, Num, Num][]],
    buyerOf: Leaf,
  ): Change => ({
    type: 'grant',
    mode,
    expiresAt,
    price,
    holds: rows.map(([leaf, seq, unit, fence]) => ({ buyer: buyerOf(leaf), seq, unit, fence })),
  }),
  claim: ([leaf, fence, attempt]: [string, Num, Num], buyerOf: Leaf): Change => ({
    type: 'claim',
    buyer: buyerOf(leaf),
    fence,
    attempt,
  }),
  settle: ([leaf, unit, attempt]: [string, Num, Num], buyerOf: Leaf): Change => ({
    type: 'settle',
    buyer: buyerOf(leaf),
    unit,
    attempt,
  }),
  void: (
    [leaf, unit, attempt, back, expiresAt]: [string, Num, Num, 'held' | 'freed', Num],
    buyerOf: Leaf,
  ): Change => ({ type: 'void', buyer: buyerOf(leaf), unit, attempt, back, expiresAt }),
  extend: ([leaf, fence, expiresAt]: [string, Num, Num], buyerOf: Leaf): Change => ({
    type: 'extend',
    buyer: buyerOf(leaf),
    fence,
    expiresAt,
  }),
  leave: ([leaf, seq, unit]: [string, Num, Num | null], buyerOf: Leaf): Change => ({
    type: 'leave',
    buyer: buyerOf(leaf),
    seq,
    unit,
  }),
  expire: ([rows]: [[string, Num, Num][]], buyerOf: Leaf): Change => ({
    type: 'expire',
    holds: rows.map(([leaf, unit, fence]) => ({ buyer: buyerOf(leaf), unit, fence })),
  }),
  release: ([leaf, unit, fence]: [string, Num, Num], buyerOf: Leaf): Change => ({
    type: 'release',
    buyer: buyerOf(leaf),
    unit,
    fence,
  }),
  remove: ([leaf, seq, unit]: [string, Num, Num | null], buyerOf: Leaf): Change => ({
    type: 'remove',
    buyer: buyerOf(leaf),
    seq,
    unit,
  }),
  pause: ([reason]: [string]): Change => ({ type: 'pause', reason }),
  resume: (): Change => ({ type: 'resume' }),
  message: ([text]: [string]): Change => ({ type: 'message', text }),
  edit: ([version, startsAt, endsAt, lobbyOpensAt]: [Num, Num, Num, Num]): Change => ({
    type: 'edit',
    version,
    startsAt,
    endsAt,
    lobbyOpensAt,
  }),
  end: (): Change => ({ type: 'end' }),
  adjust: ([id, by, stock]: [string, Num, Num]): Change => ({ type: 'adjust', id, by, stock }),
  refund: ([leaf, unit, fence]: [string, Num, Num], buyerOf: Leaf): Change => ({
    type: 'refund',
    buyer: buyerOf(leaf),
    unit,
    fence,
  }),
  shift: ([byMs]: [Num]): Change => ({ type: 'shift', byMs }),
  adopt: ([epoch, how, mark, stock]: [Num, 'adopt' | 'rebuild', Num, Num]): Change => ({
    type: 'adopt',
    epoch,
    how,
    mark,
    stock,
  }),
  rehold: (
    [leaf, seq, unit, fence, expiresAt, price, extensions]: [string, Num, Num, Num, Num, Num, Num],
    buyerOf: Leaf,
  ): Change => ({
    type: 'rehold',
    buyer: buyerOf(leaf),
    seq,
    unit,
    fence,
    expiresAt,
    price,
    extensions,
  }),
  requeue: ([rows]: [Row[]], buyerOf: Leaf): Change => ({
    type: 'requeue',
    places: rows.map(([leaf, seq]) => ({ buyer: buyerOf(leaf), seq: seq ?? 0 })),
  }),
} satisfies Record<ChangeType, unknown>;
