import closeWithGrace from 'close-with-grace';
import type { Logger } from './log/logger.ts';

export interface ShutdownStep {
  name: string;
  close: () => Promise<unknown> | unknown;
}

export interface ShutdownOptions {
  log: Pick<Logger, 'info' | 'error' | 'fatal'>;
  /** In order: first stop taking work, then finish it, last close connections. */
  steps: ShutdownStep[];
  deadlineMs?: number;
}

/** On a signal or an uncaught exception: runs the steps, then exits. A second signal exits at once. */
export function installShutdown(options: ShutdownOptions): { close: () => void } {
  const { log, steps, deadlineMs = 20_000 } = options;
  return closeWithGrace({ delay: deadlineMs, logger: log }, async ({ signal, err }) => {
    if (err) {
      log.fatal({ err }, 'shutting down after an uncaught exception');
    } else {
      log.info({ signal }, 'stopping');
    }
    await runSteps(steps, log);
  });
}

/** A step that fails must not keep the following ones from closing what they opened. */
export async function runSteps(steps: ShutdownStep[], log: Pick<Logger, 'error'>): Promise<void> {
  for (const { name, close } of steps) {
    try {
      await close();
    } catch (err) {
      log.error({ err, step: name }, 'could not close');
    }
  }
}
