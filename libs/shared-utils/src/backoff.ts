import type { Random } from './random.ts';

export interface BackoffOptions {
  baseMs: number;
  capMs: number;
  random?: Random;
}

/**
 * Delay before retry number `attempt` (0-based): half of it fixed, half of it random. The fixed half
 * keeps a retry from following at once, the random half keeps a crowd from coming back together.
 */
export function backoffMs(attempt: number, options: BackoffOptions): number {
  const { baseMs, capMs, random = Math.random } = options;
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
