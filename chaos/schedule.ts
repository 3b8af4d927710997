import { createSeeded } from '@flash/testing';
import { faultsNamed } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';

/** Faults of one round: all at once, or one after the other. */
export interface Line {
  faults: readonly Fault[];
  isTogether: boolean;
}

export const nameOf = ({ faults, isTogether }: Line) =>
  faults.map(({ id }) => id).join(isTogether ? '+' : '>');

/** `F13` stands for each of its forms; `A+B` is one round with both at once, `A>B` one after the other. */
export function linesNamed(names: string): Line[] {
  return names.split(',').flatMap((name) => {
    const parts = name.split(/[+>]/);
    const isTogether = name.includes('+');
    return parts.length > 1
      ? [{ faults: parts.flatMap((part) => faultsNamed(part).slice(0, 1)), isTogether }]
      : faultsNamed(name).map((fault) => ({ faults: [fault], isTogether: false }));
  });
}

interface Choice {
  faults: readonly Fault[];
  /** In how many rounds each was seen. */
  played: ReadonlyMap<string, number>;
}

/** One round in so many is a pair. */
const PAIR_EVERY = 2;

/** What to play next: the fault that was played least, or with it the next one that touches different things. */
export function nextLine(seed: number, { faults, played }: Choice): Line {
  const chance = createSeeded(seed);
  const deck = chance.shuffle(faults);
  const count = ({ id }: Fault) => played.get(id) ?? 0;
  const [first, ...others] = deck.sort((a, b) => count(a) - count(b)) as [Fault, ...Fault[]];
  if (chance.below(PAIR_EVERY) > 0) {
    return { faults: [first], isTogether: false };
  }
  const isApart = ({ uses }: Fault) => uses.every((thing) => !first.uses.includes(thing));
  const second = others.find(isApart);
  return { faults: second ? [first, second] : [first], isTogether: true };
}

/** For `npm test`: short rounds, each with several faults one after the other. */
export const shortLines = () => linesNamed(SHORT);
const SHORT = [
  'F7.C3>F13.kill>F18.pause',
  'F1.G1>F10.kill',
  'F2.freeze>F19.cutall>F9.conflict',
  'F14.tail>F8.lost',
  'F26.double>F29.stock>F5.obliterated',
].join(',');
