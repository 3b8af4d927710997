import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { stateOf } from '../app.ts';
import type { World } from '../world.ts';
import { type Fault, untilSeen } from './fault.ts';
import {
  endClients,
  errorsOf,
  infoOf,
  repeat,
  sumOf,
  wiresOf,
  withServer,
} from './redis-server.ts';

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

/** What Redis answers late, or never. */
export const redisAnswerFaults: readonly Fault[] = [
  ...[paused, frozen, busy, connectionsKilled, scriptsFlushed, answersLost],
  wireCut(
    'F19.cut',
    'one process loses its connections to Redis, and gets none for a while',
    false,
  ),
  wireCut('F19.cutall', 'all processes lose their connections to Redis', true),
  oneWay('F19.mute', 'to the server'),
  oneWay('F19.unheard', 'to the client'),
];
