export type Mark = 'me' | 'free' | 'held' | 'none';

/** Single people while they can be counted at a glance, otherwise one strip to scale. */
export type LineShape =
  | { kind: 'people'; marks: Mark[] }
  | {
      kind: 'strip';
      mine: number;
      free: number;
      held: number;
      /** Where the units end; null if there are none, or as many as people. */
      unitsEnd: number | null;
    };

export const PEOPLE_MOST = 24;

interface Line {
  ahead: number;
  size: number;
  free: number;
  held: number;
}

/** How the line is drawn; null below three people, where the text is enough. */
export function lineShape({ ahead, size, free, held }: Line): LineShape | null {
  const length = Math.max(size, ahead + 1);
  if (length < 3) {
    return null;
  }
  if (length > PEOPLE_MOST) {
    const share = (people: number) => Math.min(1, people / length);
    const units = free + held;
    return {
      kind: 'strip',
      // The last place is at the very end, the first one at the very start.
      mine: ahead / (length - 1),
      free: share(free),
      held: Math.min(1 - share(free), share(held)),
      unitsEnd: units > 0 && units < length ? share(units) : null,
    };
  }
  const markAt = (place: number): Mark => {
    if (place === ahead) {
      return 'me';
    }
    if (place < free) {
      return 'free';
    }
    return place < free + held ? 'held' : 'none';
  };
  return { kind: 'people', marks: Array.from({ length }, (_, place) => markAt(place)) };
}
