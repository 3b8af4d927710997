import { decodeEntry } from '@flash/reservation';
import type { World } from './world.ts';

/** Holds that ended before their time, and holds that were moved to last longer, by a clock that cannot be set. */
export interface HoldTimes {
  early: string[];
  long: string[];
}

const TOLERANCE_MS = 100;
/** So long it may take until workers notice an outage and its end, and between two moves of the holds. */
const NOTICED_MS = 4_000;
/** Where answers are slow, holds move by rather too much; a jump is twenty times as long. */
const MOVED_TOO_MUCH_MS = 30_000;
/** A worker that sees a clock for the first time waits so long for one that had read it before. */
const WATCHED_MS = 2_000;

interface Hold {
  /** When it is over, by the monotonic clock. */
  dueAt: number;
  grantedAt: number;
  /** How long its buyer may take. */
  lasts: number;
  /** What Redis takes for its end. */
  expiresAt: number;
}

/**
 * Follows each hold by the monotonic time of the history: a clock of Redis that was set forward shows in the log
 * that a hold was due, and takes it from its buyer too early, or keeps its unit from the line for too long where it
 * was given after the clock was set and moves with the others. In an outage no buyer can pay, so it does not count.
 */
export function watchHoldTimes(world: World): HoldTimes {
  const { scheduler, outages } = world;
  const early: string[] = [];
  const long: string[] = [];
  const holds = new Map<string, Hold>();
  const dueAt = (expiresAt: number) => scheduler.steady + expiresAt - scheduler.serverNow();

  /** For how long no order could be stored since then. */
  function lostSince(at: number): number {
    const now = scheduler.steady;
    return outages.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - Math.max(from, at)),
      0,
    );
  }

  /** Whether all workers could tell, or those that had not read the clock before were still to wait for the others. */
  function couldBeTold(): boolean {
    const { clockSetAt, isJumpKnown } = world;
    return clockSetAt === null || isJumpKnown || scheduler.steady < clockSetAt + WATCHED_MS;
  }

  function move(byMs: number, n: number): void {
    for (const [buyer, hold] of holds) {
      hold.expiresAt += byMs;
      const longMs = dueAt(hold.expiresAt) - hold.dueAt - lostSince(hold.grantedAt);
      if (longMs > MOVED_TOO_MUCH_MS && world.isJumpKnown) {
        long.push(`${buyer} has a hold that lasts ${Math.round(longMs)} ms too long since ${n}`);
      }
    }
  }

  function end(buyer: string, n: number): void {
    const now = scheduler.steady;
    const hold = holds.get(buyer);
    if (!hold) {
      return;
    }
    const earlyMs = Math.round(hold.dueAt - now);
    if (earlyMs > TOLERANCE_MS) {
      if (couldBeTold()) {
        early.push(`${buyer} lost a hold ${earlyMs} ms early at ${n}`);
      }
      return;
    }
    const lostMs = lostSince(hold.grantedAt);
    const couldPayMs = Math.round(now - hold.grantedAt - lostMs);
    if (lostMs > 0 && couldPayMs < hold.lasts - NOTICED_MS) {
      early.push(`${buyer} lost a hold at ${n} that could be paid for ${couldPayMs} ms only`);
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
          const { expiresAt } = entry;
          holds.set(buyer, { dueAt: due, grantedAt, lasts: due - grantedAt, expiresAt });
        }
        return;
      case 'extend':
      case 'void': {
        const hold = holds.get(entry.buyer);
        if (hold) {
          hold.dueAt = Math.max(hold.dueAt, dueAt(entry.expiresAt));
          hold.expiresAt = entry.expiresAt;
        }
        return;
      }
      case 'shift':
        move(entry.byMs, entry.n);
        return;
      case 'adopt':
        holds.clear();
        return;
      case 'expire':
        for (const { buyer } of entry.holds) {
          end(buyer, entry.n);
          holds.delete(buyer);
        }
        return;
      case 'settle':
      case 'leave':
      case 'release':
      case 'remove':
        holds.delete(entry.buyer);
        return;
      default:
    }
  };
  return { early, long };
}
