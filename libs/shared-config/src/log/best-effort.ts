import { Counter, type Registry } from 'prom-client';
import { logAtMost } from './at-most.ts';
import type { Logger } from './logger.ts';

const REPEAT_MS = 10_000;

/** Of this process, by name. */
const failures = new Map<string, number>();
const atMost = logAtMost(REPEAT_MS);

/**
 * For work whose failure costs little, because other work makes up for it. The failure is counted, and logged
 * at most each ten seconds by name; `otherwise` stands in for the result. Never rejects.
 */
export function bestEffort<T>(
  log: Pick<Logger, 'warn'>,
  name: string,
  promise: Promise<T>,
): Promise<T | undefined>;
export function bestEffort<T, F>(
  log: Pick<Logger, 'warn'>,
  name: string,
  promise: Promise<T>,
  otherwise: F,
): Promise<T | F>;
export function bestEffort(
  log: Pick<Logger, 'warn'>,
  name: string,
  promise: Promise<unknown>,
  otherwise?: unknown,
): Promise<unknown> {
  return promise.catch((err: unknown) => {
    noteFailure(log, name, err);
    return otherwise;
  });
}

/** Counts and logs a failure as `bestEffort` does, for libraries that only tell of theirs. */
export function noteFailure(log: Pick<Logger, 'warn'>, name: string, err: unknown): void {
  failures.set(name, (failures.get(name) ?? 0) + 1);
  atMost(name, () => log.warn({ err, name }, `best effort failed: ${name}`));
}

/** Exports what `bestEffort` counted in this process. */
export function addBestEffortCounter(registry: Registry): void {
  new Counter({
    name: 'flash_best_effort_failures_total',
    help: 'Failures that other work makes up for, by name',
    labelNames: ['name'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [name, count] of failures) {
        this.inc({ name }, count);
      }
    },
  });
}
