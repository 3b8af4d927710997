import { type ChildProcess, spawn } from 'node:child_process';

/** What found a change: a test, or the time that it took. */
export interface Killer {
  file: string;
  test: string;
}

export type Verdict =
  | { kind: 'killed'; killer: Killer }
  | { kind: 'survived' }
  | { kind: 'timeout' }
  /** The tests could not be run at all. */
  | { kind: 'broken'; output: string };

export interface Judge<Order> {
  /** Runs these tests in the copy until the first one fails. */
  run(order: Order, limitMs: number): Promise<Verdict>;
  close(): void;
}

interface Options {
  dir: string;
  env: NodeJS.ProcessEnv;
  /** What Node runs in the copy. */
  args: readonly string[];
}

/** One process judges change after change; one that takes too long ends together with all that it has started. */
export function openJudge<Order extends object>({ dir, env, args }: Options): Judge<Order> {
  let child: Promise<ChildProcess> | null = null;

  async function start(): Promise<ChildProcess> {
    const started = spawn(process.execPath, args, {
      ...{ cwd: dir, env: { ...env, NODE_ENV: 'test' }, detached: true },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await next(started);
    return started;
  }

  function close(): void {
    void child?.then(endGroup, () => {});
    child = null;
  }

  return {
    async run(order, limitMs) {
      child ??= start();
      const running = await child;
      const timer = setTimeout(close, limitMs);
      try {
        running.send(order);
        return (await next(running)) as Verdict;
      } catch (error) {
        if (child === null) {
          return { kind: 'timeout' };
        }
        close();
        return { kind: 'broken', output: String(error) };
      } finally {
        clearTimeout(timer);
      }
    },
    close,
  };
}

/** What it has started may be in an endless loop, and outlive it. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, 'SIGKILL');
    }
  } catch {
    // All of them have ended.
  }
}

/** The next message of this process, which may end before it. */
function next(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`it ended with ${code}`));
    child.once('exit', onExit);
    child.once('error', reject);
    child.once('message', (message) => {
      child.off('exit', onExit);
      child.off('error', reject);
      resolve(message);
    });
  });
}
