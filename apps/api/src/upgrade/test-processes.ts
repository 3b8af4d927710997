import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appProgram, endWithMe, findFreePort, waitFor } from '@flash/testing';

export type App = 'api' | 'worker';

export interface Platform {
  /** Of its API; '' where it has none. */
  url: string;
  stop(): Promise<void>;
}

/** An API, a worker or both as an operator starts them, from any checkout of this repository. */
export async function startPlatform(
  checkout: string,
  stores: { redisUrl: string; mongoUri: string },
  apps: readonly App[] = ['api', 'worker'],
): Promise<Platform> {
  const [apiPort, workerPort] = [await findFreePort(), await findFreePort()];
  const env = environment(stores, { apiPort, workerPort });
  const children = apps.map((app) => start(checkout, app, env));
  const hasApi = apps.includes('api');
  const url = `http://127.0.0.1:${hasApi ? apiPort : workerPort}`;
  // The API is ready once a worker is.
  const isReady = () =>
    fetch(`${url}/${hasApi ? 'readyz' : 'livez'}`).then(
      (answer) => answer.ok || null,
      () => null,
    );
  await waitFor(isReady, { timeoutMs: 60_000, intervalMs: 100, what: `${checkout} to be ready` });
  return {
    url: hasApi ? url : '',
    async stop() {
      await Promise.all(children.map(end));
    },
  };
}

/** Of every process of one platform; secrets are those of the recorded tickets and sessions. */
export function environment(
  stores: { redisUrl: string; mongoUri: string },
  { apiPort, workerPort }: { apiPort: number; workerPort: number },
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    REDIS_URL: stores.redisUrl,
    MONGODB_URI: stores.mongoUri,
    BULLMQ_PREFIX: 'upgrade',
    JWT_SECRET: 'the secret under which the recorded tickets were signed',
    BETTER_AUTH_SECRET: 'the secret of the recorded sessions, long enough for them',
    ADMIN_SIGNUP: 'open',
    RESTORE_GRACE_MS: '20000',
    BEND_HOST: '127.0.0.1',
    BEND_PORT: String(apiPort),
    WORKER_PORT: String(workerPort),
    ENV_FILE: '/nonexistent',
  };
}

const ownCheckout = resolve(fileURLToPath(new URL('../../../../', import.meta.url)));

function start(cwd: string, app: App, env: NodeJS.ProcessEnv): ChildProcess {
  const fromSources = ['--import', 'tsx', join('apps', app, 'src', 'main.ts')];
  const args = resolve(cwd) === ownCheckout ? appProgram(app) : fromSources;
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' });
  endWithMe(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
