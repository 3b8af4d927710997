import { mkdtempSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keysOf } from '@flash/reservation';
import { startPrivateRedis, startWire, waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import { portOf, redisOptions } from '../world.ts';
import { type Fault, type Harm, type Scene, SEEN_MS } from './fault.ts';
import { errorsOf, infoOf, wiresOf, withServer } from './redis-server.ts';

/** The server ends and comes back; what is done to its data meanwhile is the fault. */
async function restart(
  { world }: Scene,
  signal: 'SIGTERM' | 'SIGKILL',
  meanwhile: () => string = () => '',
): Promise<Harm> {
  const before = await infoOf(world, 'run_id');
  await world.redisServer.stop(signal);
  const detail = meanwhile();
  return {
    async heal() {
      await world.redisServer.start();
      const after = await infoOf(world, 'run_id');
      return after && after !== before ? `run_id ${after.slice(0, 8)}${detail}` : '';
    },
  };
}

const restarted = (id: string, what: string, signal: 'SIGTERM' | 'SIGKILL'): Fault => ({
  ...{ id, what, uses: ['redis'], lastsMs: { from: 100, to: 1_000 } },
  inject: (scene) => restart(scene, signal),
});

/** Every file of the log of commands in a copy of the data, with its size. */
function aofFiles(copy: string): Map<string, number> {
  const names = readdirSync(copy, { recursive: true, encoding: 'utf8' });
  const logs = names.filter((name) => name.endsWith('.aof') && !name.includes('.base.'));
  return new Map(logs.map((name) => [name, statSync(join(copy, name)).size]));
}

/** What was written within the last moments never reached the disk. */
const powerCut: Fault = {
  id: 'F14.tail',
  what: 'power cut: Redis comes back without the commands of the last 0.1 to 1.5 s',
  ...{ uses: ['redis'], loses: true, lastsMs: { from: 100, to: 600 } },
  async inject(scene) {
    const { redisServer } = scene.world;
    const kept = aofFiles(redisServer.backup());
    await sleep(100 + scene.chance.below(1_400));
    return restart(scene, 'SIGKILL', () => {
      const copy = redisServer.backup();
      let lost = 0;
      for (const [name, size] of aofFiles(copy)) {
        const keep = Math.min(size, kept.get(name) ?? size);
        lost += size - keep;
        truncateSync(join(copy, name), keep);
      }
      redisServer.restore(copy);
      return lost > 0 ? `, ${lost} bytes cut` : '';
    });
  },
};

const emptied: Fault = {
  id: 'F15.empty',
  what: 'a new, empty Redis in the place of the old one',
  ...{ uses: ['redis'], loses: true, lastsMs: { from: 100, to: 600 } },
  inject: (scene) =>
    restart(scene, 'SIGKILL', () => {
      scene.world.redisServer.restore(mkdtempSync(join(tmpdir(), 'flash-empty-')));
      return ', no data';
    }),
};

const flushed: Fault = {
  id: 'F15.flush',
  what: 'FLUSHALL',
  ...{ uses: ['redis'], loses: true, lastsMs: { from: 0, to: 200 } },
  async inject({ world }) {
    const answers = await withServer(world, (redis) => redis.multi().flushall().dbsize().exec());
    const size = answers?.[1]?.[1];
    return { heal: async () => (size === 0 ? 'DBSIZE 0' : '') };
  },
};

const stale: Fault = {
  id: 'F16.stale',
  what: 'Redis comes back with a copy of its data from some moments before',
  ...{ uses: ['redis'], loses: true, lastsMs: { from: 100, to: 600 } },
  async inject(scene) {
    const { redisServer } = scene.world;
    const copy = redisServer.backup();
    await sleep(600 + scene.chance.below(1_500));
    return restart(scene, 'SIGKILL', () => {
      redisServer.restore(copy);
      return ', older data';
    });
  },
};

/** A replica that lags is promoted, and all processes are led to it. */
const failover: Fault = {
  id: 'F17.failover',
  what: 'Redis is killed, and a replica that lags behind is promoted',
  ...{ uses: ['redis'], loses: true, lastsMs: { from: 300, to: 1_000 } },
  async inject({ world, chance }) {
    const primary = world.redisServer;
    const port = portOf(primary.url);
    const wire = await startWire({ host: '127.0.0.1', port });
    const replica = await startPrivateRedis(redisOptions(world.clock));
    const client = new Redis(replica.url);
    // Not by its arguments: with them it would be a replica again whenever a later fault restarts it.
    await client.replicaof('127.0.0.1', wire.port);
    const isUp = async () => (await client.info('replication')).includes('master_link_status:up');
    await waitFor(isUp, { what: 'the replica to be in step' });
    wire.hang('to the client');
    await sleep(200 + chance.below(1_000));
    const ahead = await infoOf(world, 'master_repl_offset');
    await primary.stop('SIGKILL');
    return {
      async heal() {
        const behind = /slave_repl_offset:(\d+)/.exec(await client.info('replication'))?.[1];
        await client.replicaof('NO', 'ONE');
        const role = /role:(\w+)/.exec(await client.info('replication'))?.[1];
        client.disconnect();
        world.redisServer = replica;
        const target = { host: '127.0.0.1', port: portOf(replica.url) };
        for (const one of [...wiresOf(world), world.own.wires.redis]) {
          one.aim(target);
        }
        await wire.close();
        await primary.destroy();
        return role === 'master' ? `role master, ${Number(ahead) - Number(behind)} bytes late` : '';
      },
    };
  },
};

const full: Fault = {
  id: 'F20.full',
  what: 'Redis is out of memory (noeviction)',
  ...{ uses: ['redis'], lastsMs: { from: 800, to: 3_000 } },
  async inject({ world }) {
    const before = await errorsOf(world, 'OOM');
    await withServer(world, (redis) => redis.config('SET', 'maxmemory', '1mb'));
    return {
      async heal() {
        await withServer(world, (redis) => redis.config('SET', 'maxmemory', '0'));
        const refused = (await errorsOf(world, 'OOM')) - before;
        return refused > 0 ? `${refused} commands refused (OOM)` : '';
      },
    };
  },
};

type KeyName = keyof ReturnType<typeof keysOf>;

const keyDeleted = (key: KeyName, what: string, more: Partial<Fault> = {}): Fault => ({
  id: `F22.${key}`,
  what: `the key of ${what} is deleted by hand`,
  ...{ uses: ['redis'], damages: true, loses: true, lastsMs: { from: 1_000, to: 2_000 } },
  async inject({ world, saleId }) {
    const deleting = withServer(world, (redis) =>
      waitFor(async () => (await redis.del(keysOf(saleId)[key])) || null, {
        // It is not there before a worker has made the first hold, which may have to be started again first.
        timeoutMs: SEEN_MS,
        intervalMs: 5,
      }).catch(() => 0),
    );
    return { heal: async () => ((await deleting) > 0 ? 'DEL answered 1' : '') };
  },
  ...more,
});

/** What Redis forgets, or cannot keep. */
export const redisDataFaults: readonly Fault[] = [
  restarted('F13.kill', 'redis-server is killed and started again', 'SIGKILL'),
  restarted('F13.term', 'redis-server is stopped and started again', 'SIGTERM'),
  ...[powerCut, flushed, emptied, stale, failover, full],
  keyDeleted('line', 'the line'),
  keyDeleted('holds', 'the holds'),
  keyDeleted('inventory', 'the free units'),
  keyDeleted('expiry', 'the expiry of the holds'),
  keyDeleted('consumed', 'the sold units'),
  keyDeleted('meta', 'the rules and counters'),
  keyDeleted('log', 'the log'),
];
