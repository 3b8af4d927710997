import type { Logger } from '@flash/shared-config';

export interface Chore {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

export interface Chores {
  start(): void;
  stop(): Promise<void>;
}

/** Work that belongs to no single sale; each chore waits for its own last run. */
export function createChores(log: Logger, chores: readonly Chore[]): Chores {
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<Chore, Promise<void>>();
  const broken = new Set<Chore>();

  function begin(chore: Chore): void {
    if (running.has(chore)) return;
    const run = Promise.resolve()
      .then(chore.run)
      .then(
        () => void broken.delete(chore),
        (error) => {
          if (!broken.has(chore)) log.warn({ err: error, chore: chore.name }, 'a chore failed');
          broken.add(chore);
        },
      )
      .finally(() => running.delete(chore));
    running.set(chore, run);
  }

  return {
    start() {
      for (const chore of chores) {
        begin(chore);
        timers.push(setInterval(begin, chore.everyMs, chore));
      }
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
