import { setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from '@flash/testing';
import { Redis } from 'ioredis';
import type { World } from '../world.ts';

/** Asks the server itself, past every wire. */
export async function withServer<T>({ redisServer }: World, use: (redis: Redis) => Promise<T>) {
  const client = new Redis(redisServer.url, { maxRetriesPerRequest: null });
  client.on('error', () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

export const infoOf = (world: World, field: string) =>
  withServer(world, async (redis) => {
    const line = new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(await redis.info('everything'));
    return line?.[1] ?? '';
  });

export const errorsOf = async (world: World, code: string) =>
  Number(/count=(\d+)/.exec(await infoOf(world, `errorstat_${code}`))?.[1] ?? 0);

/** Every wire to Redis but that of the one who judges. */
export const wiresOf = ({ apps }: World) => apps.map(({ wires }) => wires.redis);
export const sumOf = (wires: readonly Wire[], name: 'cut' | 'lost') =>
  wires.reduce((sum, wire) => sum + wire.counts()[name], 0);

/** Again and again, for as long as it lasts; `once` answers how much was seen of it. */
export function repeat(everyMs: number, once: () => Promise<number>): { stop(): Promise<number> } {
  let isOver = false;
  let seen = 0;
  const running = (async () => {
    while (!isOver) {
      // What the other fault of the round keeps from happening now is tried again.
      seen += await once().catch(() => 0);
      await sleep(everyMs);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await running;
      return seen;
    },
  };
}

/** Ends the connections of one kind, as a server that is short of them would. */
export const endClients = (world: World, type: 'normal' | 'pubsub') =>
  withServer(world, async (redis) => Number(await redis.call('CLIENT', 'KILL', 'TYPE', type)));
