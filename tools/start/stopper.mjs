/**
 * What was started is undone in reverse order: applications, then engines, then the notes about
 * them. Signals end here, and so does a start that fails halfway.
 */
export function createStopper(say) {
  const steps = [];
  const abort = new AbortController();
  let stopping;

  async function undo(exitCode) {
    abort.abort();
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        say(error.message);
      }
    }
    process.exit(exitCode);
  }

  function stop(exitCode) {
    stopping ??= undo(exitCode);
    return stopping;
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (!stopping) say('stopping');
      stop(0);
    });
  }

  return {
    add: (step) => steps.push(step),
    stop,
    /** Aborted as soon as the stop begins, for work that has to be cut short. */
    signal: abort.signal,
    get isStopping() {
      return stopping !== undefined;
    },
  };
}
