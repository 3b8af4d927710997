export type Chance = 'chanceFree' | 'chanceHeld' | 'chanceSlim' | 'chanceNone';

/** The odds: free units first, then units that holds may return. */
export function chanceOf(place: { ahead: number; free: number; held: number }): Chance {
  const { ahead, free, held } = place;
  if (ahead < free) {
    return 'chanceFree';
  }
  if (free + held === 0) {
    return 'chanceNone';
  }
  return ahead < free + held ? 'chanceHeld' : 'chanceSlim';
}
