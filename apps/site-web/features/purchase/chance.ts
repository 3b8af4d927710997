export type Chance = 'chanceFree' | 'chanceHeld' | 'chanceSlim' | 'chanceNone';

/** Honest about the odds: free units first, then those that holds may give back. */
export function chanceOf(place: { ahead: number; free: number; held: number }): Chance {
  const { ahead, free, held } = place;
  if (ahead < free) return 'chanceFree';
  if (free + held === 0) return 'chanceNone';
  return ahead < free + held ? 'chanceHeld' : 'chanceSlim';
}
