import type { Change, ChangeType, LogEntry } from './entry.ts';
import { renamed } from './named-values.ts';

/** The first value of every entry; a new meaning of the values needs a new number. */
export const ENTRY_VERSION = 1;
/** Its values carry names and are told from the entry itself, whether its type is known or not. */
export const NAMED_VERSION = 2;

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
