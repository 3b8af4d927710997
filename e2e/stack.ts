import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Run {
  api: string;
  admin: string;
  site: string;
  /** By name: start, api, worker, … */
  pids: Record<string, number>;
}

/** The sites may have to be built first. */
const READY_MS = 480_000;
const root = resolve(import.meta.dirname, '..');
const dir = join(root, '.data/e2e');
const file = join(dir, 'run.json');

/** Servers and settings of a developer are not ours to fill with test sales. */
const nobodyElses = {
  ENV_FILE: join(dir, 'none.env'),
  REDIS_URL: '',
  MONGO_URL: '',
  MONGODB_URL: '',
  MONGODB_URI: '',
};

/** Engines, API, worker and sites of our own, on ports beside the usual ones. */
export async function startStack(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['tools/start.mjs', '--no-demo'], {
    cwd: root,
    env: {
      ...process.env,
      ...nobodyElses,
      NODE_ENV: 'development',
      DATA_DIR: dir,
      PORT_OFFSET: process.env.PORT_OFFSET ?? '700',
      ADMIN_SIGNUP: 'open',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = async () => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilReady(child);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Read anew each time: whoever was killed comes back with another pid. */
export const readRun = () => JSON.parse(readFileSync(file, 'utf8')) as Run;

async function untilReady(child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_MS;
  // A run that was killed may have left its file behind.
  while (!existsSync(file) || readRun().pids.start !== child.pid) {
    if (child.exitCode !== null) throw new Error('the stack did not start');
    if (performance.now() > deadline) throw new Error('the stack was not ready in time');
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), sleep(20_000)]);
}
