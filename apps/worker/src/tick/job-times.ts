import type { Snapshot, WakeQueue } from '@flash/reservation';

/** Puts the moments of a sale into the queue, and again when it was emptied. */
export type JobTimes = {
  keep(saleId: string, shot: Snapshot): Promise<void>;
  isDue(saleId: string, shot: Snapshot): boolean;
  forget(saleId: string): void;
};

interface Kept {
  at: number;
  times: string;
}

/** Nothing depends on these jobs, so a lost one is made again at leisure. */
const AGAIN_MS = 60_000;
const SOONEST_MS = 1_000;

export function createJobTimes(queue: WakeQueue): JobTimes {
  const kept = new Map<string, Kept>();
  return {
    isDue(saleId, shot) {
      const known = kept.get(saleId);
      if (!known) {
        return true;
      }
      const age = performance.now() - known.at;
      return age > AGAIN_MS || (age > SOONEST_MS && known.times !== timesOf(shot));
    },
    async keep(saleId, shot) {
      kept.set(saleId, { at: performance.now(), times: timesOf(shot) });
      if (shot.nextExpiryAt !== null) {
        await queue.releaseAt(saleId, shot.nextExpiryAt);
      }
      if (shot.closed) {
        return;
      }
      if (shot.startsAt > shot.now) {
        await queue.openAt(saleId, shot.startsAt);
      }
      if (shot.endsAt > shot.now) {
        await queue.endAt(saleId, shot.endsAt);
      }
    },
    forget(saleId) {
      kept.delete(saleId);
    },
  };
}

function timesOf({ nextExpiryAt, startsAt, endsAt, closed }: Snapshot): string {
  return [nextExpiryAt, startsAt, endsAt, closed].join(' ');
}
