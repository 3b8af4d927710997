import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../../tools/process/children.mjs';
import { writePrivate } from '../../tools/process/files.mjs';
import { setGuard } from '../../tools/process/guard.mjs';
import { dataDir } from '../../tools/process/paths.mjs';
import { settingsFor } from './stack-settings.ts';

export interface Stack {
  /** Addresses and processes; see stack-run.ts. */
  file: string;
  stop(): Promise<void>;
}

/** The sites may have to be built first, on a machine that has other work. */
const READY_MS = 900_000;
const root = resolve(import.meta.dirname, '../..');

interface Options {
  /** Also beside a stack that runs. */
  isOwn?: boolean;
  settings?: NodeJS.ProcessEnv;
}

/** Private engines, API, worker and sites, on free ports; or those that E2E_RUN names. */
export async function startStack({ isOwn = false, settings }: Options = {}): Promise<Stack> {
  if (process.env.E2E_RUN && !isOwn) {
    return { file: process.env.E2E_RUN, stop: async () => {} };
  }
  const home = makeHome();
  const dir = join(home, 'stack');
  const file = join(dir, 'run.json');
  // Tests that are killed outright leave nothing running either.
  const guard = setGuard(home);
  const child = spawn(process.execPath, ['tools/start.mjs', '--no-demo'], {
    cwd: root,
    env: { ...(await settingsFor(dir)), ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  writePrivate(join(home, 'pids/start.json'), identify(child.pid));
  const stop = async () => {
    await end(child);
    guard.release();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilReady(child, file);
    return { file, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Named and signed like the folders of test engines, so that the next run sweeps up after a killed one. */
function makeHome(): string {
  mkdirSync(dataDir(), { recursive: true });
  const home = mkdtempSync(join(dataDir(), 'test-e2e-'));
  writePrivate(join(home, 'owner.json'), identify(process.pid));
  return home;
}

async function untilReady(child: ChildProcess, file: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) {
      throw new Error('the stack did not start, see above');
    }
    if (performance.now() > deadline) {
      throw new Error('the stack was not ready in time');
    }
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), sleep(30_000)]);
}
