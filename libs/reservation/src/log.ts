import {
  type Change,
  type ChangeType,
  type FreedHold,
  type GrantedHold,
  isTypeName,
  type LogEntry,
  readNamedValues,
} from '@flash/fairness';
import { toNumber } from './call/reply.ts';

/**
 * The log in Redis: one field of text per entry, its type, its time and its values by spaces.
 * Types of log 2 have one value, which is JSON: those are read whether they are known or not.
 * Free text stands last and carries no line breaks. A unit that is none is `-`; the fences of a
 * grant are dense, so only the first is written.
 */
export function decodeEntry(n: number, text: string): LogEntry {
  const words = text.split(' ');
  const type = words[0] as ChangeType;
  if (words[2]?.startsWith('{') && isTypeName(type) && !Object.hasOwn(decoders, type)) {
    const values = readNamedValues(words.slice(2).join(' '));
    return { n, at: toNumber(words[1]), type: 'unknown', name: type, values };
  }
  if (!Object.hasOwn(decoders, type)) {
    throw new TypeError(`entry ${n} is of an unknown type`);
  }
  return { n, at: toNumber(words[1]), ...decoders[type](values(words.slice(2))) };
}

function values(words: string[]) {
  let at = 0;
  const word = () => words[at++] ?? '';
  return {
    word,
    number: () => toNumber(words[at++]),
    numberOrNull: () => {
      const given = words[at++];
      return given === '-' ? null : toNumber(given);
    },
    rest: () => words.slice(at).join(' '),
    list<T>(read: () => T): T[] {
      const items: T[] = [];
      while (at < words.length) {
        items.push(read());
      }
      return items;
    },
  };
}

type Values = ReturnType<typeof values>;
type Of<T extends ChangeType> = Extract<Change, { type: T }>;

const decoders: { [T in ChangeType]: (v: Values) => Of<T> } = {
  activate: (v) => ({ type: 'activate', epoch: v.number(), stock: v.number() }),
  join: (v) => {
    const joined = {
      type: 'join',
      seq: v.number(),
      buyer: v.word(),
      late: v.word() === '1',
    } as const;
    const network = v.word();
    return network === '' ? joined : { ...joined, network };
  },
  grant: (v) => {
    const mode = v.word() === 'fast' ? 'fast' : 'normal';
    const expiresAt = v.number();
    const price = v.number();
    let fence = v.number();
    const holds = v.list((): GrantedHold => {
      return { buyer: v.word(), seq: v.number(), unit: v.number(), fence: fence++ };
    });
    return { type: 'grant', mode, expiresAt, price, holds };
  },
  claim: (v) => ({ type: 'claim', buyer: v.word(), fence: v.number(), attempt: v.number() }),
  settle: (v) => ({ type: 'settle', buyer: v.word(), unit: v.number(), attempt: v.number() }),
  void: (v) => ({
    type: 'void',
    buyer: v.word(),
    unit: v.number(),
    attempt: v.number(),
    back: v.word() === 'held' ? 'held' : 'freed',
    expiresAt: v.number(),
  }),
  extend: (v) => ({ type: 'extend', buyer: v.word(), fence: v.number(), expiresAt: v.number() }),
  leave: (v) => ({ type: 'leave', buyer: v.word(), seq: v.number(), unit: v.numberOrNull() }),
  expire: (v) => ({
    type: 'expire',
    holds: v.list((): FreedHold => ({ buyer: v.word(), unit: v.number(), fence: v.number() })),
  }),
  release: (v) => ({ type: 'release', buyer: v.word(), unit: v.number(), fence: v.number() }),
  remove: (v) => ({ type: 'remove', buyer: v.word(), seq: v.number(), unit: v.numberOrNull() }),
  pause: (v) => ({ type: 'pause', reason: v.rest() }),
  resume: () => ({ type: 'resume' }),
  message: (v) => ({ type: 'message', text: v.rest() }),
  edit: (v) => ({
    type: 'edit',
    version: v.number(),
    startsAt: v.number(),
    endsAt: v.number(),
    lobbyOpensAt: v.number(),
  }),
  end: () => ({ type: 'end' }),
  adjust: (v) => ({ type: 'adjust', id: v.word(), by: v.number(), stock: v.number() }),
  refund: (v) => ({ type: 'refund', buyer: v.word(), unit: v.number(), fence: v.number() }),
  shift: (v) => ({ type: 'shift', byMs: v.number() }),
  adopt: (v) => ({
    type: 'adopt',
    epoch: v.number(),
    how: v.word() === 'adopt' ? 'adopt' : 'rebuild',
    mark: v.number(),
    stock: v.number(),
  }),
  rehold: (v) => ({
    type: 'rehold',
    buyer: v.word(),
    seq: v.number(),
    unit: v.number(),
    fence: v.number(),
    expiresAt: v.number(),
    price: v.number(),
    extensions: v.number(),
  }),
  requeue: (v) => ({
    type: 'requeue',
    places: v.list(() => ({ buyer: v.word(), seq: v.number() })),
  }),
};

/** The text after the time; scripts put type and time in front. */
export function encodeChange(change: Change): { type: string; text: string } {
  if (change.type === 'unknown') {
    return { type: change.name, text: ` ${JSON.stringify(change.values)}` };
  }
  const text = encoders[change.type](change as never)
    .map((value) => ` ${value === null ? '-' : value}`)
    .join('');
  return { type: change.type, text };
}

/** Free text as an entry can carry it. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not get in
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}

type Value = string | number | null;

const encoders: { [T in ChangeType]: (change: Of<T>) => Value[] } = {
  activate: (c) => [c.epoch, c.stock],
  join: (c) => [c.seq, c.buyer, c.late ? 1 : 0, ...(c.network ? [c.network] : [])],
  grant: (c) => [
    c.mode,
    c.expiresAt,
    c.price,
    c.holds[0]?.fence ?? 0,
    ...c.holds.flatMap((hold) => [hold.buyer, hold.seq, hold.unit]),
  ],
  claim: (c) => [c.buyer, c.fence, c.attempt],
  settle: (c) => [c.buyer, c.unit, c.attempt],
  void: (c) => [c.buyer, c.unit, c.attempt, c.back, c.expiresAt],
  extend: (c) => [c.buyer, c.fence, c.expiresAt],
  leave: (c) => [c.buyer, c.seq, c.unit],
  expire: (c) => c.holds.flatMap((hold) => [hold.buyer, hold.unit, hold.fence]),
  release: (c) => [c.buyer, c.unit, c.fence],
  remove: (c) => [c.buyer, c.seq, c.unit],
  pause: (c) => [c.reason],
  resume: () => [],
  message: (c) => [c.text],
  edit: (c) => [c.version, c.startsAt, c.endsAt, c.lobbyOpensAt],
  end: () => [],
  adjust: (c) => [c.id, c.by, c.stock],
  refund: (c) => [c.buyer, c.unit, c.fence],
  shift: (c) => [c.byMs],
  adopt: (c) => [c.epoch, c.how, c.mark, c.stock],
  rehold: (c) => [c.buyer, c.seq, c.unit, c.fence, c.expiresAt, c.price, c.extensions],
  requeue: (c) => c.places.flatMap((place) => [place.buyer, place.seq]),
};
