import type { Analytics } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { percentOf } from './figures.ts';

type Stretch = Analytics['byPlace'][number];

export interface Place {
  label: string;
  /** Of those who joined there, 0 to 1. */
  offered: number;
  bought: number;
  /** The same for bought, as it is read. */
  words: string;
}

export function placesOf(byPlace: readonly Stretch[]): Place[] {
  return byPlace.map((stretch) => {
    const { joined, held, bought } = stretch;
    const of = (part: number) => (joined === 0 ? 0 : Math.min(1, part / joined));
    return {
      label: labelOf(stretch),
      offered: of(held),
      bought: of(bought),
      words: percentOf(bought, joined),
    };
  });
}

export const labelOf = ({ from, to }: Pick<Stretch, 'from' | 'to'>): string =>
  from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;

/** The columns in a sentence, for readers who do not look at them. */
export function placeWords(places: readonly Pick<Place, 'label' | 'words'>[]): string {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return 'Not one buyer joined.';
  if (places.every(({ words }) => words === first.words)) {
    return `${first.words} bought, both at the front and at the back.`;
  }
  return `At the front (${first.label}) ${first.words} bought, at the back (${last.label}) ${last.words}.`;
}
