import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithMe, findFreePort, startWire, type Wire, waitFor } from '@flash/testing';
import { root } from '../tools/process/paths.mjs';

/** An API or a worker, as an operator starts it; each life of it is a process of its own. */
export interface App {
  readonly name: string;
  readonly kind: 'api' | 'worker';
  /** Of an API: where buyers reach it; of a worker: its metrics. */
  readonly url: string;
  /** Between it and its stores. */
  readonly wires: Wires;
  pid(): number;
  /** The signal or the code with which the last life ended; null while it runs. */
  end(): string | null;
  /** The last life was told to die at a named point. */
  isArmed(): boolean;
  /** `more`: variables of this life only. Resolves when the process is ready. */
  start(more?: Record<string, string>): Promise<void>;
  /** As a supervisor does: one that ends before it is ready, because a store is away, is started once more. */
  startUntilReady(): Promise<void>;
  /** Ends it by a signal, and waits for the end. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Lives that ended without having been told to, in words. */
  surprises(): string[];
  /** What the last life wrote. */
  output(): string;
}

export interface Wires {
  redis: Wire;
  mongo: Wire;
}

interface Life {
  pid: number;
  end: string | null;
  isArmed: boolean;
  /** It was told to stop. */
  isDoomed: boolean;
  /** It is started again when it ends before it is ready. */
  mayEndEarly: boolean;
  ended: Promise<void>;
  output: string;
}

interface Plan {
  name: string;
  kind: App['kind'];
  stores: { redis: number; mongo: number };
  env: (wires: Wires) => Record<string, string>;
}

const READY_MS = 60_000;
const OUTPUT_MAX = 20_000;

export async function placeApp({ name, kind, stores, env }: Plan): Promise<App> {
  const host = '127.0.0.1';
  const wires = {
    redis: await startWire({ host, port: stores.redis }),
    mongo: await startWire({ host, port: stores.mongo }),
  };
  const port = await findFreePort();
  const url = `http://${host}:${port}`;
  const own: Record<string, string> =
    kind === 'api' ? { BEND_HOST: host, BEND_PORT: String(port) } : { WORKER_PORT: String(port) };
  const surprises: string[] = [];
  let life: Life | null = null;

  function launch(more: Record<string, string>): Life {
    const main = join(root, `dist/apps/${kind}/main.mjs`);
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...env(wires), ...own, ...more },
    });
    endWithMe(child);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const begun: Life = {
      pid: child.pid ?? 0,
      end: null,
      isArmed: 'FAULT' in more,
      isDoomed: false,
      mayEndEarly: false,
      ended,
      output: '',
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        begun.output = `${begun.output}${chunk}`.slice(-OUTPUT_MAX);
      });
    }
    child.once('exit', (code, signal) => {
      begun.end = signal ?? String(code);
      const isToldTo = begun.isDoomed || (begun.isArmed && signal === 'SIGKILL');
      if (!isToldTo && !begun.mayEndEarly) {
        surprises.push(`${name} ended by itself (${begun.end}): ${begun.output.slice(-600)}`);
      }
    });
    return begun;
  }

  function launchAnew(): Life {
    const begun = launch({});
    begun.mayEndEarly = true;
    life = begun;
    return begun;
  }

  const isReady = async () => (await fetch(`${url}/${kind === 'api' ? 'readyz' : 'livez'}`)).ok;
  const waiting = { timeoutMs: READY_MS, intervalMs: 50, what: `${name} to be ready` };

  const app: App = {
    ...{ name, kind, url, wires },
    pid: () => life?.pid ?? 0,
    end: () => life?.end ?? null,
    isArmed: () => life?.isArmed ?? false,
    async start(more = {}) {
      life = launch(more);
      const begun = life;
      // A process that is to die may do so before it is ready.
      await waitFor(async () => begun.end !== null || (await isReady()), waiting);
    },
    async startUntilReady() {
      let begun = launchAnew();
      await waitFor(() => {
        if (begun.end !== null) {
          begun = launchAnew();
        }
        return isReady();
      }, waiting);
      begun.mayEndEarly = false;
    },
    async stop(signal = 'SIGTERM') {
      if (!life || life.end !== null) {
        return;
      }
      life.isDoomed = true;
      process.kill(life.pid, 'SIGCONT');
      process.kill(life.pid, signal);
      await life.ended;
    },
    signal(signal) {
      if (life?.end === null) {
        process.kill(life.pid, signal);
      }
    },
    surprises: () => surprises.splice(0),
    output: () => life?.output ?? '',
  };
  return app;
}

/** As the kernel tells it: T is stopped by a signal. */
export function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    return 'gone';
  }
}
