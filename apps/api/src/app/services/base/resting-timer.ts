/** A timer that rests while it has nothing to do: a process in which nothing happens is not woken by it. */
export interface RestingTimer {
  /** There may be something to do. */
  wake(): void;
  stop(): void;
}

/** Runs `work` each `everyMs` from a `wake` on, until it answers that nothing is left to do. */
export function createRestingTimer(everyMs: number, work: () => boolean): RestingTimer {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  function rest(): void {
    if (timer) {
      clearInterval(timer);
      timer = null;
    }
  }

  function run(): void {
    if (!work()) {
      rest();
    }
  }

  return {
    wake() {
      if (timer === null && !isStopped) {
        timer = setInterval(run, everyMs);
        timer.unref();
      }
    },
    stop() {
      isStopped = true;
      rest();
    },
  };
}
