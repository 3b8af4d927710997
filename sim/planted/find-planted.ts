import { playHistory } from '../world/history.ts';
import { themeOf } from '../world/script.ts';
import type { Planted } from './planted.ts';

/**
 * After how many histories the planted fault is found, and as what. Those of another theme than the fault needs are
 * counted and not played: they would find it no later.
 */
export async function findPlanted(
  planted: Planted,
  { first, within }: { first: number; within: number },
): Promise<{ count: number; code: string }> {
  for (let count = 1; count <= within; count += 1) {
    const seed = first + count - 1;
    if (planted.theme && planted.theme !== themeOf(seed)) {
      continue;
    }
    const { findings } = await playHistory(seed, planted);
    if (findings[0]) {
      return { count, code: findings[0].code };
    }
  }
  return { count: within + 1, code: 'not found' };
}
