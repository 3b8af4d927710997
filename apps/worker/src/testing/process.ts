import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { appProgram, endWithMe, findFreePort } from '@flash/testing';

/** A worker in a process of its own, as an operator starts it. */
export interface WorkerProcess {
  port: number;
  /** Resolves with the signal that ended it, or its exit code. */
  ended: Promise<string>;
  hasEnded(): boolean;
  signal(signal: NodeJS.Signals): void;
  output(): string;
}

export const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

export async function startWorkerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const port = await findFreePort();
  const child = spawn(process.execPath, appProgram('worker'), {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'development',
      WORKER_PORT: String(port),
      ...env,
    },
  });
  endWithMe(child);
  let output = '';
  let hasEnded = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = endOf(child);
  void ended.then(() => {
    hasEnded = true;
  });
  await upOrOver(() => output, ended);
  return {
    port,
    ended,
    hasEnded: () => hasEnded,
    signal: (signal) => child.kill(signal),
    output: () => output,
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
  });
}

async function upOrOver(output: () => string, ended: Promise<string>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver && !output().includes('the worker is up')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
