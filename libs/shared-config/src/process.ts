import closeWithGrace from 'close-with-grace';
import type { Logger } from './log/logger.ts';

/** The part of a MongoDB database that is needed here. */
export interface CommandRunner {
  command(command: Record<string, unknown>): Promise<Record<string, unknown>>;
}

const TRANSACTION_SECONDS = 3;

/**
 * Throws unless transactions are possible. Answers what an operator should change: a process killed
 * inside a transaction blocks its sale for as long as MongoDB keeps that transaction open.
 */
export async function checkReplicaSet(admin: CommandRunner): Promise<string[]> {
  const hello = await admin.command({ hello: 1 });
  if (!hello.setName && hello.msg !== 'isdbgrid') {
    throw new Error(
      'MongoDB has to be a replica set, if of one member: start it with --replSet rs0 and run rs.initiate() once.',
    );
  }
  const seconds = await transactionSeconds(admin);
  return seconds === null || seconds <= TRANSACTION_SECONDS
    ? []
    : [
        `MongoDB keeps abandoned transactions for ${seconds} s. Set transactionLifetimeLimitSeconds to ${TRANSACTION_SECONDS}.`,
      ];
}

/** Null where this user may not ask. */
async function transactionSeconds(admin: CommandRunner): Promise<number | null> {
  try {
    const answer = await admin.command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 });
    return Number(answer.transactionLifetimeLimitSeconds);
  } catch {
    return null;
  }
}

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

interface CrashOptions {
  isProduction: boolean;
  die?: () => void;
}

/**
 * Lets a test kill this process at a named point, the nth time it gets there: `<point>:<nth>`.
 * In production no request can end a process.
 */
export function createCrashHook<Point extends string>(
  fault: string | undefined,
  options: CrashOptions,
): (point: Point) => void {
  const { isProduction, die = () => process.kill(process.pid, 'SIGKILL') } = options;
  const match = /^([A-Z]\d)(?::(\d+))?$/.exec(fault ?? '');
  if (isProduction || !match) {
    return () => {};
  }
  const [, target, nth = '1'] = match;
  let left = Number(nth);
  return (point) => {
    if (point !== target) {
      return;
    }
    left -= 1;
    if (left === 0) {
      die();
    }
  };
}
