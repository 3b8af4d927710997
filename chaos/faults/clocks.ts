import { createSettableClock } from '@flash/testing';
import type { App } from '../app.ts';
import type { World } from '../world.ts';
import type { Fault } from './fault.ts';

/** How far the clock of an API or a worker is off, in seconds, as its own answers tell. */
export async function skewOf({ kind, url }: App): Promise<number> {
  if (kind === 'api') {
    const answer = await fetch(`${url}/livez`);
    return Math.round((Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1_000);
  }
  const text = await (await fetch(`${url}/metrics`)).text();
  const startedAt = Number(/^process_start_time_seconds\S* (\d+)/m.exec(text)?.[1] ?? 0);
  return Math.round(startedAt - Date.now() / 1_000);
}

const SKEWED_SECONDS = 60;

/** One process is started with a clock that is far off, which jumps once more while it works. */
const skewed = (id: string, side: 'apis' | 'workers', seconds: number): Fault => {
  const skew: { app?: App; clock?: ReturnType<typeof createSettableClock> } = {};
  const kind = side === 'apis' ? 'an API' : 'a worker';
  const away = seconds > 0 ? `${seconds} s ahead` : `${-seconds} s behind`;
  return {
    ...{ id, what: `the clock of ${kind} is ${away}, and jumps while it works` },
    ...{ uses: [side === 'apis' ? 'api' : 'worker'], lastsMs: { from: 1_500, to: 3_000 } },
    missing: ({ noClock }) => noClock,
    async prepare(world, chance) {
      const app = chance.pick(world[side]);
      const clock = createSettableClock();
      Object.assign(skew, { app, clock });
      clock.set(seconds);
      await app?.stop();
      await app?.start(clock.env);
    },
    async inject() {
      const { app, clock } = skew;
      const seen = app ? await skewOf(app) : 0;
      clock?.set(-seconds / 2);
      return {
        async heal() {
          await app?.stop();
          clock?.forget();
          return Math.abs(seen) > SKEWED_SECONDS ? `${app?.name} was ${seen} s off` : '';
        },
      };
    },
  };
};

async function serverSkew({ own }: World): Promise<number> {
  const [seconds = 0] = (await own.redis.time()).map(Number);
  return seconds - Math.round(Date.now() / 1_000);
}

/** Longer than any hold, and less than the ten minutes by that clock for which a request proves its place. */
const JUMP_SECONDS = 540;

/** The clock of Redis is the one that decides about holds. */
const redisJumps = (id: string, seconds: number): Fault => ({
  id,
  what: `the clock of Redis jumps ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'back'}, and is set right again`,
  ...{ uses: ['redis'], setsClock: true, lastsMs: { from: 2_000, to: 3_000 } },
  missing: ({ noClock }) => noClock,
  async inject({ world }) {
    world.clock?.set(seconds);
    return {
      async heal() {
        const seen = await serverSkew(world);
        world.clock?.set(0);
        return Math.abs(seen) > SKEWED_SECONDS / 2 ? `TIME was ${seen} s off` : '';
      },
    };
  },
});

export const clockFaults: readonly Fault[] = [
  skewed('F23.api-ahead', 'apis', 300),
  skewed('F23.api-behind', 'apis', -300),
  skewed('F23.api-hour', 'apis', 3_600),
  skewed('F23.worker-ahead', 'workers', 300),
  skewed('F23.worker-behind', 'workers', -3_600),
  redisJumps('F24.ahead', JUMP_SECONDS),
  redisJumps('F24.back', -JUMP_SECONDS),
];
