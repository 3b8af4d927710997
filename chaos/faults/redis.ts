import { mkdtempSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keysOf } from '@flash/reservation';
import { startPrivateRedis, startWire, type Wire, waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import { stateOf } from '../app.ts';
import { portOf, redisOptions, type World } from '../world.ts';
import { type Fault, type Harm, type Scene, SEEN_MS, untilSeen } from './fault.ts';

/** Asks the server itself, past every wire. */
async function withServer<T>({ redisServer }: World, use: (redis: Redis) => Promise<T>) {
  const client = new Redis(redisServer.url, { maxRetriesPerRequest: null });
  client.on('error', () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

const infoOf = (world: World, field: string) =>
  withServer(world, async (redis) => {
    const line = new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(await redis.info('everything'));
    return line?.[1] ?? '';
  });

const errorsOf = async (world: World, code: string) =>
  Number(/count=(\d+)/.exec(await infoOf(world, `errorstat_${code}`))?.[1] ?? 0);

/** Every wire to Redis but that of the one who judges. */
const wiresOf = ({ apps }: World) => apps.map(({ wires }) => wires.redis);
const sumOf = (wires: readonly Wire[], name: 'cut' | 'lost') =>
  wires.reduce((sum, wire) => sum + wire.counts()[name], 0);

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

/** How long the server lets a command wait. */
async function delayOf(world: World): Promise<number> {
  const startedAt = performance.now();
  await withServer(world, (redis) => redis.ping());
  return Math.round(performance.now() - startedAt);
}

const SLOW_MS = 400;
const sawDelay = (ms: number) => (ms >= SLOW_MS ? `a PING took ${ms} ms` : '');

const paused: Fault = {
  id: 'F18.pause',
  what: 'Redis answers nothing for a while (CLIENT PAUSE)',
  ...{ uses: ['redis'], lastsMs: { from: 1_000, to: 2_500 } },
  async inject({ world }) {
    await withServer(world, (redis) => redis.client('PAUSE', 2_500, 'ALL'));
    const probe = delayOf(world);
    return { heal: async () => sawDelay(await probe) };
  },
};

const frozen: Fault = {
  id: 'F18.freeze',
  what: 'redis-server stands still (SIGSTOP)',
  ...{ uses: ['redis'], lastsMs: { from: 800, to: 4_500 } },
  async inject({ world }) {
    const pid = Number(await infoOf(world, 'process_id'));
    world.redisServer.signal('SIGSTOP');
    return {
      async heal() {
        const state = stateOf(pid);
        world.redisServer.signal('SIGCONT');
        return state === 'T' ? 'the server was stopped (T)' : '';
      },
    };
  },
};

const busy: Fault = {
  id: 'F18.busy',
  what: 'a long script keeps Redis busy',
  ...{ uses: ['redis'], lastsMs: { from: 500, to: 1_500 } },
  async inject({ world }) {
    const before = await errorsOf(world, 'BUSY');
    const admin = new Redis(world.redisServer.url);
    // The server answers that it is busy, instead of letting all others wait.
    await admin.config('SET', 'lua-time-limit', '100');
    const other = admin.duplicate();
    const endless = other.eval('while true do end', 0).catch(() => {});
    return {
      async heal() {
        await admin.script('KILL');
        await endless;
        admin.disconnect();
        other.disconnect();
        const refused = (await errorsOf(world, 'BUSY')) - before;
        return refused > 0 ? `${refused} commands refused (BUSY)` : '';
      },
    };
  },
};

/** Again and again, for as long as it lasts; `once` answers how much was seen of it. */
function repeat(everyMs: number, once: () => Promise<number>): { stop(): Promise<number> } {
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
const endClients = (world: World, type: 'normal' | 'pubsub') =>
  withServer(world, async (redis) => Number(await redis.call('CLIENT', 'KILL', 'TYPE', type)));

const connectionsKilled: Fault = {
  id: 'F19.kill',
  what: 'the server ends all connections, again and again (CLIENT KILL)',
  ...{ uses: ['redis'], lastsMs: { from: 500, to: 2_000 } },
  async inject({ world }) {
    const ending = repeat(
      300,
      async () => (await endClients(world, 'normal')) + (await endClients(world, 'pubsub')),
    );
    return {
      async heal() {
        const count = await ending.stop();
        return count > 0 ? `${count} connections ended` : '';
      },
    };
  },
};

const scriptsFlushed: Fault = {
  id: 'F19.scripts',
  what: 'the server forgets all scripts, again and again (SCRIPT FLUSH)',
  ...{ uses: ['redis'], lastsMs: { from: 500, to: 2_000 } },
  async inject({ world }) {
    const forgetting = repeat(50, () =>
      withServer(world, async (redis) => {
        await redis.script('FLUSH');
        return 1;
      }),
    );
    return {
      async heal() {
        await forgetting.stop();
        const calls = /calls=(\d+)/.exec(await infoOf(world, 'cmdstat_script\\|flush'))?.[1];
        const older = /calls=(\d+)/.exec(await infoOf(world, 'cmdstat_script'))?.[1];
        return (calls ?? older) ? `SCRIPT FLUSH called ${calls ?? older} times` : '';
      },
    };
  },
};

const wireCut = (id: string, what: string, ofAll: boolean): Fault => ({
  ...{ id, what, uses: ['redis'], lastsMs: { from: 300, to: 2_500 } },
  async inject({ world, chance }) {
    const all = wiresOf(world);
    const wires = ofAll ? all : all.slice(chance.below(all.length)).slice(0, 1);
    const before = sumOf(wires, 'cut');
    for (const wire of wires) {
      wire.cut();
    }
    return {
      async heal() {
        await untilSeen(() => sumOf(wires, 'cut') > before);
        for (const wire of wires) {
          wire.mend();
        }
        const cut = sumOf(wires, 'cut') - before;
        return cut > 0 ? `${cut} connections cut` : '';
      },
    };
  },
});

const answersLost: Fault = {
  id: 'F19.lost',
  what: 'scripts run and their answers are lost with the connection',
  ...{ uses: ['redis'], lastsMs: { from: 500, to: 2_000 } },
  async inject({ world, chance }) {
    const wires = wiresOf(world);
    const before = sumOf(wires, 'lost');
    for (const wire of wires) {
      wire.loseAnswers('evalsha', 1 + chance.below(5));
    }
    return {
      async heal() {
        await untilSeen(() => sumOf(wires, 'lost') > before);
        const lost = sumOf(wires, 'lost') - before;
        return lost > 0 ? `${lost} answers lost` : '';
      },
    };
  },
};

/** Bytes go one way only: the connection looks alive to one of its ends. */
const oneWay = (id: string, way: 'to the server' | 'to the client'): Fault => ({
  id,
  what: `nothing comes through ${way} of Redis, for all processes, and no connection ends`,
  ...{ uses: ['redis'], lastsMs: { from: 800, to: 4_500 } },
  async inject({ world }) {
    const wires = wiresOf(world);
    const carried = () =>
      wires.reduce((sum, wire) => {
        const { sent, answered } = wire.counts();
        return sum + (way === 'to the server' ? sent : answered);
      }, 0);
    for (const wire of wires) {
      wire.hang(way);
    }
    await sleep(50);
    const before = carried();
    return {
      async heal() {
        const open = wires.reduce((sum, wire) => sum + wire.open(), 0);
        const isStill = carried() === before;
        for (const wire of wires) {
          wire.mend();
        }
        return isStill && open > 0 ? `0 bytes on ${open} open connections` : '';
      },
    };
  },
});

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

/** Notices and jobs never arrive: only the ticks of the workers are left. */
const deaf: Fault = {
  id: 'F6.deaf',
  what: 'every notice and every job is lost while buyers join',
  ...{ uses: ['queue'], lastsMs: { from: 1_500, to: 3_000 } },
  async inject({ world }) {
    const losing = repeat(30, async () => {
      const ended = await endClients(world, 'pubsub');
      await world.own.queue.queue.obliterate({ force: true }).catch(() => {});
      return ended;
    });
    return {
      async heal() {
        const count = await losing.stop();
        return count > 0 ? `${count} subscribers ended` : '';
      },
    };
  },
};

const jobsDoubled: Fault = {
  id: 'F5.doubled',
  what: 'a hundred jobs for the same sale',
  ...{ uses: ['queue'], lastsMs: { from: 800, to: 2_000 } },
  async inject({ world, saleId }) {
    const { queue } = world.own.queue;
    const jobs = Array.from({ length: 100 }, () => ({ name: 'reserve', data: { saleId } }));
    const added = await queue.addBulk(jobs);
    const ids = new Set(added.map(({ id }) => id));
    return {
      heal: async () => (ids.size === 100 ? `jobs ${added[0]?.id} to ${added.at(-1)?.id}` : ''),
    };
  },
};

const jobsDeleted: Fault = {
  id: 'F5.obliterated',
  what: 'all keys of the job queue are deleted, again and again',
  ...{ uses: ['queue'], lastsMs: { from: 800, to: 2_500 } },
  async inject({ world }) {
    const deleting = repeat(100, () =>
      withServer(world, async (redis) => {
        const keys = await redis.keys('chaos:*');
        return keys.length > 0 ? redis.del(keys) : 0;
      }),
    );
    return {
      async heal() {
        const count = await deleting.stop();
        return count > 0 ? `${count} keys deleted` : '';
      },
    };
  },
};

export const redisFaults: readonly Fault[] = [
  ...[jobsDoubled, jobsDeleted, deaf],
  restarted('F13.kill', 'redis-server is killed and started again', 'SIGKILL'),
  restarted('F13.term', 'redis-server is stopped and started again', 'SIGTERM'),
  ...[powerCut, flushed, emptied, stale, failover, paused, frozen, busy],
  ...[connectionsKilled, scriptsFlushed, answersLost],
  wireCut(
    'F19.cut',
    'one process loses its connections to Redis, and gets none for a while',
    false,
  ),
  wireCut('F19.cutall', 'all processes lose their connections to Redis', true),
  oneWay('F19.mute', 'to the server'),
  oneWay('F19.unheard', 'to the client'),
  full,
  keyDeleted('line', 'the line'),
  keyDeleted('holds', 'the holds'),
  keyDeleted('inventory', 'the free units'),
  keyDeleted('expiry', 'the expiry of the holds'),
  keyDeleted('consumed', 'the sold units'),
  keyDeleted('meta', 'the rules and counters'),
  keyDeleted('log', 'the log'),
];
