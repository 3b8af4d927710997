import type { Hold, Place } from './outcomes.ts';

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
