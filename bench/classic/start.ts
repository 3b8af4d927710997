import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack.ts';
import type { Variant } from './classic.ts';

export interface ClassicStack {
  api: string;
  pids: { api: number; worker: number };
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** API and worker of the classic design, on the engines of a stack of ours. */
export async function startClassic(
  variant: Variant,
  { redis, mongo }: Pick<Stack, 'redis' | 'mongo'>,
): Promise<ClassicStack> {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: 'production', REDIS_URL: redis, MONGODB_URI: mongo };
  const run = (file: string, ...args: string[]) =>
    spawn(
      process.execPath,
      ['--import', 'tsx', resolve(import.meta.dirname, file), variant, ...args],
      { env, stdio: ['ignore', 'inherit', 'inherit'] },
    );
  const children = { api: run('api.ts', String(port)), worker: run('worker.ts') };
  const stop = async () => {
    await Promise.all(Object.values(children).map(end));
  };
  const api = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_MS;
  while (
    !(await fetch(`${api}/livez`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (performance.now() > deadline || children.api.exitCode !== null) {
      await stop();
      throw new Error('the classic system did not start');
    }
    await sleep(100);
  }
  return { api, pids: { api: children.api.pid ?? 0, worker: children.worker.pid ?? 0 }, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), sleep(5_000)]);
  }
}
