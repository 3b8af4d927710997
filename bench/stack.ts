import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Stack {
  api: string;
  /** All of them; metrics of workers are under /metrics. */
  apis: string[];
  workers: string[];
  site?: string;
  redis: string;
  mongo: string;
  /** Where its data and its run.json are. */
  dir: string;
  /** By name: api, worker, redis, mongo. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

/** Sites may have to be built first. */
const READY_MS = 900_000;
const root = resolve(import.meta.dirname, '..');

export interface StackOptions {
  withSites?: boolean;
  /** How many. */
  workers?: string;
  /** Another checkout than this one. */
  checkout?: string;
  /** The program that runs API and worker. */
  node?: string;
  /** Added to the environment of all its processes. */
  env?: Record<string, string>;
}

let started = 0;

/** Private engines, an API and a worker, on an empty database and on free ports. */
export async function startStack(
  say: (line: string) => void,
  options: StackOptions = {},
): Promise<Stack> {
  const { withSites = false, workers = '1', checkout = root, node = process.execPath } = options;
  const dir = mkdtempSync(join(tmpdir(), 'flash-bench-'));
  const sites = withSites ? [] : ['--no-sites'];
  const offset = 10_000 + (process.pid % 500) * 10 + 5_000 * started;
  started += 1;
  const child = spawn(node, ['tools/start.mjs', '--no-demo', '--worker', workers, ...sites], {
    cwd: checkout,
    env: {
      ...process.env,
      DATA_DIR: dir,
      PORT_OFFSET: process.env.PORT_OFFSET ?? String(offset),
      ADMIN_SIGNUP: 'open',
      LOG_LEVEL: 'warn',
      // Keeping a mail for each order costs the workers as much as the purchase: it is measured when asked for.
      SMTP_URL: process.env.SMTP_URL ?? 'off',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      if (line.startsWith('[start]')) {
        say(line);
      }
    }
  });
  const stop = async () => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    return { ...(await readRun(child, join(dir, 'run.json'))), dir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readRun(child: ChildProcess, file: string): Promise<Omit<Stack, 'stop' | 'dir'>> {
  const deadline = performance.now() + READY_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) {
      throw new Error('the stack did not start');
    }
    if (performance.now() > deadline) {
      throw new Error('the stack was not ready in time');
    }
    await sleep(100);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Omit<Stack, 'stop' | 'dir'>;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), sleep(15_000)]);
}
