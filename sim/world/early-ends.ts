import { decodeEntry } from '@flash/reservation';
import type { World } from './world.ts';

/** Holds that ended before their time, by a clock that cannot be set. */
export interface EarlyEnds {
  found: string[];
}

const TOLERANCE_MS = 100;

/**
 * Follows each hold by the monotonic time of the history: a clock of Redis that was set forward shows in the log
 * that a hold was due, and takes it from its buyer too early.
 */
export function watchEnds(world: World): EarlyEnds {
  const { scheduler } = world;
  const found: string[] = [];
  const due = new Map<string, number>();
  const dueAt = (expiresAt: number) => scheduler.steady + expiresAt - scheduler.serverNow();

  world.onNotice = (notice) => {
    const [, , n = '', ...text] = notice.split(' ');
    const entry = decodeEntry(Number(n), text.join(' '));
    switch (entry.type) {
      case 'grant':
        for (const { buyer } of entry.holds) {
          due.set(buyer, dueAt(entry.expiresAt));
        }
        return;
      case 'extend':
      case 'void':
        due.set(entry.buyer, Math.max(due.get(entry.buyer) ?? 0, dueAt(entry.expiresAt)));
        return;
      case 'adopt':
        due.clear();
        return;
      case 'expire':
        for (const { buyer } of entry.holds) {
          const earlyMs = Math.round((due.get(buyer) ?? 0) - scheduler.steady);
          if (earlyMs > TOLERANCE_MS) {
            found.push(`${buyer} lost a hold ${earlyMs} ms early at ${entry.n}`);
          }
        }
        return;
      default:
    }
  };
  return { found };
}
