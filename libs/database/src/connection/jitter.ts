import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '@flash/shared-utils';

/** Rivals that met once must not meet again at the next try. */
export async function jitter(round: number, capMs = 100): Promise<void> {
  await sleep(Math.random() * backoffMs(round, { baseMs: 2, capMs }));
}
