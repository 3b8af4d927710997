import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { endWithMe } from '../end-with-me.ts';
import { waitFor } from '../wait-for.ts';
import { findFreePort } from './free-port.ts';
import { type PrivateRedis, redisBinary, startPrivateRedis } from './private-redis.ts';

/** A primary with one replica, and three sentinels that agree which of the two it is. */
export interface WatchedRedis {
  readonly url: string;
  readonly primary: PrivateRedis;
  readonly replica: PrivateRedis;
  destroy(): Promise<void>;
}

const SENTINELS = 3;
const NAME = 'primary';

export async function startWatchedRedis(): Promise<WatchedRedis> {
  const options = { arguments: ['--repl-diskless-sync-delay', '0'] };
  const primary = await startPrivateRedis(options);
  const { hostname, port } = new URL(primary.url);
  const replica = await startPrivateRedis({
    arguments: [...options.arguments, '--replicaof', hostname, port],
  });
  await waitFor(async () => (await infoOf(replica.url)).includes('master_link_status:up'));

  const root = mkdtempSync(join(tmpdir(), 'flash-sentinels-'));
  const sentinels: { child: ChildProcess; url: string }[] = [];
  for (let number = 0; number < SENTINELS; number += 1) {
    const own = await findFreePort();
    const file = join(root, `${number}.conf`);
    const lines = [
      `port ${own}`,
      'bind 127.0.0.1',
      `dir ${root}`,
      `sentinel monitor ${NAME} ${hostname} ${port} 2`,
      `sentinel down-after-milliseconds ${NAME} 1000`,
      `sentinel failover-timeout ${NAME} 5000`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const child = spawn(redisBinary(), [file, '--sentinel'], { stdio: 'ignore' });
    endWithMe(child);
    sentinels.push({ child, url: `redis://127.0.0.1:${own}` });
  }
  // Each has to know the replica and the two others, or there is no majority that elects.
  await waitFor(async () => {
    const known = await Promise.all(sentinels.map(({ url }) => infoOf(url).catch(() => '')));
    return known.every((info) => info.includes(`slaves=1,sentinels=${SENTINELS}`));
  });

  return {
    url: `redis-sentinel://${sentinels.map(({ url }) => new URL(url).host).join(',')}/${NAME}`,
    primary,
    replica,
    async destroy() {
      for (const { child } of sentinels) {
        child.kill('SIGKILL');
      }
      await Promise.all([primary.destroy(), replica.destroy()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function infoOf(url: string): Promise<string> {
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await client.info();
  } finally {
    client.disconnect();
  }
}
