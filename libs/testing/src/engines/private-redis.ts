import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { endWithMe } from '../end-with-me.ts';
import { findFreeClusterPort, findFreePort } from './free-port.ts';

/** A Redis of one test, which may be emptied, killed, frozen or given an older copy of its data. */
export interface PrivateRedis {
  readonly url: string;
  start(): Promise<void>;
  /** `SIGTERM` saves first, `SIGKILL` is a crash. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** A copy of the data as it lies on the disk. */
  backup(): string;
  /** Puts a copy in the place of the data; only while stopped. */
  restore(backup: string): void;
  destroy(): Promise<void>;
}

export async function startPrivateRedis(
  options: {
    arguments?: string[];
    env?: Record<string, string>;
    binary?: string;
    isClusterNode?: boolean;
  } = {},
) {
  const root = mkdtempSync(join(tmpdir(), 'flash-redis-'));
  const data = join(root, 'data');
  cpSync(mkdtempSync(join(root, 'empty-')), data, { recursive: true });
  const port = await (options.isClusterNode ? findFreeClusterPort() : findFreePort());
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let backups = 0;

  const redis: PrivateRedis = {
    url,
    async start() {
      child = spawn(
        options.binary ?? redisBinary(),
        [...flags(port, data), ...(options.arguments ?? [])],
        {
          stdio: 'ignore',
          env: { ...process.env, ...options.env },
        },
      );
      endWithMe(child);
      await answers(url, child);
    },
    async stop(signal = 'SIGTERM') {
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) {
        return;
      }
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGCONT');
      ending.kill(signal);
      await ended;
    },
    signal(signal) {
      child?.kill(signal);
    },
    backup() {
      backups += 1;
      const copy = join(root, `backup-${backups}`);
      cpSync(data, copy, { recursive: true });
      return copy;
    },
    restore(backup) {
      rmSync(data, { recursive: true, force: true });
      cpSync(backup, data, { recursive: true });
    },
    async destroy() {
      await redis.stop('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

export function redisBinary(): string {
  return process.env.TEST_REDIS_BIN ?? process.env.TEST_REDIS_SERVER ?? 'redis-server';
}

function flags(port: number, dir: string): string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ];
}

/** Until the server takes commands; loading a large file counts as not yet. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => {});
  // Without a server a command waits for ever.
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the Redis of ${url} ended with ${code}`)));
  });
  ended.catch(() => {});
  try {
    while ((await Promise.race([client.ping().catch(() => ''), ended])) !== 'PONG') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    client.disconnect();
  }
}
