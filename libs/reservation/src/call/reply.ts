import type { Hold, Place } from '../outcomes.ts';

/** Reads a script's answer from left to right; anything unexpected is a bug and says so. */
export interface Reader {
  kind: 'reply';
  number(): number;
  /** A number that is −1 when there is none. */
  numberOrNull(): number | null;
  text(): string;
  texts(): string[];
  fields(): Reader;
}

export function readReply(reply: unknown): Reader {
  if (!Array.isArray(reply)) {
    throw new TypeError('a script did not answer a list');
  }
  let at = 0;
  const next = (): unknown => reply[at++];

  function number(): number {
    const value = next();
    const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof parsed !== 'number' || Number.isNaN(parsed)) {
      throw new TypeError(`a script answered no number at ${at - 1}`);
    }
    return parsed;
  }

  return {
    kind: 'reply',
    number,
    numberOrNull() {
      const value = number();
      return value === -1 ? null : value;
    },
    text() {
      const value = next();
      if (typeof value !== 'string') {
        throw new TypeError(`a script answered no text at ${at - 1}`);
      }
      return value;
    },
    texts() {
      const value = next();
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
        throw new TypeError(`a script answered no texts at ${at - 1}`);
      }
      return value;
    },
    fields: () => readReply(next()),
  };
}

/** The word for a code; a script that answers an unknown one is a bug. */
export function named<Word>(words: Readonly<Record<number, Word>>, code: number): Word {
  const word = words[code];
  if (word === undefined) {
    throw new TypeError(`a script answered ${code}`);
  }
  return word;
}

/** A place as the scripts write it: a letter and its numbers (lua/includes/place.lua). */
export function parsePlace(buyer: string, text: string): Place {
  const [letter, ...rest] = text.split(' ');
  const at = (i: number) => toNumber(rest[i]);
  switch (letter) {
    case 'n':
    case 'l':
      return { state: 'none' };
    case 'w':
      return { state: 'waiting', seq: at(0), rank: at(1) };
    case 'h':
      return { state: 'held', hold: parseHold(buyer, rest) };
    case 'c':
      return {
        state: 'claimed',
        hold: parseHold(buyer, rest),
        attempt: at(6),
        leaseUntil: at(7),
      };
    case 's':
      return { state: 'sold', unit: at(0), fence: at(1), orderId: rest[2] ?? '', seq: at(3) };
    case 'e':
      return { state: 'expired', seq: at(0), at: at(1) };
    case 'r':
      return { state: 'removed', seq: at(0), at: at(1) };
    default:
      throw new TypeError('unknown place');
  }
}

/** `seq unit fence expiresAt price extensionsLeft` */
export function parseHold(buyer: string, words: readonly string[]): Hold {
  return {
    buyer,
    seq: toNumber(words[0]),
    unit: toNumber(words[1]),
    fence: toNumber(words[2]),
    expiresAt: toNumber(words[3]),
    price: toNumber(words[4]),
    extensionsLeft: toNumber(words[5]),
  };
}

export function toNumber(word: string | undefined): number {
  const value = Number(word);
  if (word === undefined || word === '' || !Number.isFinite(value)) {
    throw new TypeError('not a number');
  }
  return value;
}
