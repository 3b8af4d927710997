import type { Snapshot, WakeQueue } from '@flash/reservation';

/** Puts the moments of a sale into the queue, and again when it was emptied. */
export type JobTimes = {
  keep(saleId: string, shot: Snapshot): Promise<void>;
  isDue(saleId: string, shot: Snapshot): boolean;
  forget(saleId: string): void;
};

/** What is in the queue, as far as this worker put it there. */
interface Planned {
  at: number;
  /** Time of the next `release_hold`; one that comes too early does no harm and is followed by another. */
  release: number | null;
  window: string;
}

/** Nothing depends on these jobs, so a lost one is made again at leisure. */
const AGAIN_MS = 600_000;

export function createJobTimes(queue: WakeQueue): JobTimes {
  const planned = new Map<string, Planned>();

  const isAgain = (known: Planned | undefined) => !known || performance.now() - known.at > AGAIN_MS;

  /** Holds come and go: the next job is planned when the last one has come, or is too late. */
  function needsRelease({ nextExpiryAt, now }: Snapshot, known: Planned | undefined): boolean {
    const release = known?.release ?? null;
    return nextExpiryAt !== null && (release === null || release <= now || nextExpiryAt < release);
  }

  return {
    isDue(saleId, shot) {
      const known = planned.get(saleId);
      return isAgain(known) || known?.window !== windowOf(shot) || needsRelease(shot, known);
    },
    async keep(saleId, shot) {
      const known = planned.get(saleId);
      const isNew = isAgain(known) || known?.window !== windowOf(shot);
      const plansRelease = isNew || needsRelease(shot, known);
      const release = plansRelease ? shot.nextExpiryAt : (known?.release ?? null);
      const at = isNew ? performance.now() : (known?.at ?? 0);
      planned.set(saleId, { at, release, window: windowOf(shot) });
      if (plansRelease && shot.nextExpiryAt !== null) {
        await queue.releaseAt(saleId, shot.nextExpiryAt);
      }
      if (!isNew || shot.closed) {
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
      planned.delete(saleId);
    },
  };
}

function windowOf({ startsAt, endsAt, closed }: Snapshot): string {
  return [startsAt, endsAt, closed].join(' ');
}
