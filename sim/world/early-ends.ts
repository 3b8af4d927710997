import { decodeEntry } from '@flash/reservation';
import type { World } from './world.ts';

/** Holds that ended before their time, by a clock that cannot be set. */
export interface EarlyEnds {
  found: string[];
}

const TOLERANCE_MS = 100;
/** So long it may take until workers notice an outage and its end, and between two moves of the holds. */
const NOTICED_MS = 4_000;

interface Hold {
  /** When it is over, by the monotonic clock. */
  dueAt: number;
  grantedAt: number;
  /** How long its buyer may take. */
  lasts: number;
}

/**
 * Follows each hold by the monotonic time of the history: a clock of Redis that was set forward shows in the log
 * that a hold was due, and takes it from its buyer too early. In an outage no buyer can pay, so it does not count.
 */
export function watchEnds(world: World): EarlyEnds {
  const { scheduler, outages } = world;
  const found: string[] = [];
  const holds = new Map<string, Hold>();
  const dueAt = (expiresAt: number) => scheduler.steady + expiresAt - scheduler.serverNow();

  function end(buyer: string, n: number): void {
    const now = scheduler.steady;
    const hold = holds.get(buyer);
    if (!hold) {
      return;
    }
    const earlyMs = Math.round(hold.dueAt - now);
    if (earlyMs > TOLERANCE_MS) {
      found.push(`${buyer} lost a hold ${earlyMs} ms early at ${n}`);
      return;
    }
    const lostMs = outages.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - Math.max(from, hold.grantedAt)),
      0,
    );
    const couldPayMs = Math.round(now - hold.grantedAt - lostMs);
    if (lostMs > 0 && couldPayMs < hold.lasts - NOTICED_MS) {
      found.push(`${buyer} lost a hold at ${n} that could be paid for ${couldPayMs} ms only`);
    }
  }

  world.onNotice = (notice) => {
    const [, , n = '', ...text] = notice.split(' ');
    const entry = decodeEntry(Number(n), text.join(' '));
    switch (entry.type) {
      case 'grant':
        for (const { buyer } of entry.holds) {
          const due = dueAt(entry.expiresAt);
          const grantedAt = scheduler.steady;
          holds.set(buyer, { dueAt: due, grantedAt, lasts: due - grantedAt });
        }
        return;
      case 'extend':
      case 'void': {
        const hold = holds.get(entry.buyer);
        if (hold) {
          hold.dueAt = Math.max(hold.dueAt, dueAt(entry.expiresAt));
        }
        return;
      }
      case 'adopt':
        holds.clear();
        return;
      case 'expire':
        for (const { buyer } of entry.holds) {
          end(buyer, entry.n);
        }
        return;
      default:
    }
  };
  return { found };
}
