import type { Fault } from './fault.ts';
import { endClients, repeat, withServer } from './redis-server.ts';

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

export const queueFaults: readonly Fault[] = [jobsDoubled, jobsDeleted, deaf];
