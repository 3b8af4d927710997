import type { JobName } from '../../libs/reservation/src/queue.ts';
import type { Process, Scheduler } from './scheduler.ts';

/** The job queue, as far as sales rest on it: which is not at all. */
export interface JobQueue {
  /** `at`: by the wall clock; null: now. A later time of the same job takes the place of an earlier one. */
  add(name: JobName, at: number | null): void;
  /** Gives the workers every job whose time has come by the wall clock, which may have been set. */
  promote(): void;
  take(process: Process, work: (name: JobName) => void): void;
  /** All of them are gone. */
  obliterate(): void;
}

export function createJobQueue(scheduler: Scheduler): JobQueue {
  const delayed = new Map<JobName, number>();
  let takers: { process: Process; work: (name: JobName) => void }[] = [];

  function give(name: JobName): void {
    takers = takers.filter(({ process }) => !process.isDead);
    const taker = scheduler.random.pick(takers);
    if (taker) {
      scheduler.post(taker.process, () => taker.work(name));
    }
  }

  const queue: JobQueue = {
    add(name, at) {
      const afterMs = (at ?? 0) - scheduler.now();
      if (afterMs <= 0) {
        give(name);
        return;
      }
      delayed.set(name, scheduler.now() + afterMs);
      scheduler.post(null, () => queue.promote(), afterMs);
    },
    promote() {
      for (const [name, at] of delayed) {
        if (at <= scheduler.now()) {
          delayed.delete(name);
          give(name);
        }
      }
    },
    take(process, work) {
      takers.push({ process, work });
    },
    obliterate() {
      delayed.clear();
    },
  };
  return queue;
}
