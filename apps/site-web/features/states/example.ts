import { at, sale } from '../purchase/places.fixture.ts';
import { nothingYet, type Purchase } from '../purchase/purchase.ts';
import type { Screen } from '../purchase/screen.ts';
import { everyState } from './every-state.ts';

/** A page in one state, at a moment that never passes. */
export function exampleOf(screen: Screen): { purchase: Purchase; now: number } {
  const { seconds = 0, ...change } = everyState[screen];
  const now = Date.parse(at(seconds));
  const known = {
    sale: sale({ stock: 200, startingQuantity: 200, timeZone: 'Europe/Berlin' }),
    link: 'live' as const,
    updatedAt: now - 3_000,
  };
  return { purchase: { ...nothingYet, ...known, ...change }, now };
}
