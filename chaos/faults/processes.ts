import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@flash/testing';
import { type App, stateOf } from '../app.ts';
import type { World } from '../world.ts';
import type { Fault, Harm, Scene } from './fault.ts';

/** A point that is not reached in its time may still be reached soon. */
const REACHED_MS = 20_000;

/** Starts again what dies, as an operator's supervisor does, and says what of that kind died. */
function supervise(
  apps: readonly App[],
  kind: App['kind'],
  alsoDo: () => Promise<unknown> = async () => {},
): Harm {
  const deaths: string[] = [];
  const starts: Promise<void>[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const app of apps) {
        if (app.end() !== null && app.isArmed()) {
          if (app.kind === kind) {
            deaths.push(`${app.name} ended by ${app.end()}`);
          }
          // An API is ready once a worker is, which may have died as well.
          const start = app.startUntilReady();
          // One that fails is told by the heal, which waits for all.
          start.catch(() => {});
          starts.push(start);
        }
      }
      await alsoDo();
      await sleep(50);
    }
  })();
  return {
    async heal() {
      const hasDied = () => deaths.length > 0;
      await waitFor(hasDied, { timeoutMs: REACHED_MS, intervalMs: 20 }).catch(() => {});
      isOver = true;
      await watching;
      await Promise.all(starts);
      // One that did not get there would do so in a later round.
      await Promise.all(apps.filter((app) => app.isArmed()).map((app) => app.stop()));
      return deaths.join(', ');
    },
  };
}

async function arm(apps: readonly (App | undefined)[], fault: string): Promise<void> {
  await Promise.all(
    apps.map(async (app) => {
      await app?.stop();
      await app?.start({ FAULT: fault });
    }),
  );
}

/** One API dies at a named point; the other one serves meanwhile. */
const apiDies = (point: string, when: string): Fault => ({
  id: `F7.${point}`,
  uses: ['api'],
  what: `an API dies ${when} (${point})`,
  lastsMs: { from: 800, to: 2_000 },
  prepare: ({ apis }, chance) => arm([chance.pick(apis)], `${point}:${1 + chance.below(3)}`),
  inject: async ({ world }) => supervise(world.apis, 'api'),
});

interface WorkerDeath {
  number: string;
  point: string;
  when: string;
  lastsMs?: Fault['lastsMs'];
  prepare?: (world: World) => Promise<void>;
  provoke?: (scene: Scene) => Promise<unknown>;
}

/** Both workers will die at a named point, the one that gets there first and then the other. */
function workerDies(death: WorkerDeath): Fault {
  const { number, point, when, lastsMs = { from: 1_000, to: 2_500 } } = death;
  return {
    id: `${number}.${point}`,
    // What is prepared is one claim that lapses: a Redis that loses it leaves nothing to decide.
    uses: death.prepare ? ['worker', 'api', 'redis'] : ['worker'],
    what: `workers die ${when} (${point})`,
    lastsMs,
    async prepare(world, chance) {
      // What is provoked once is come to once.
      const nth = death.provoke || death.prepare ? 1 : 1 + chance.below(3);
      await arm(world.workers, `${point}:${nth}`);
      await death.prepare?.(world);
    },
    async inject(scene) {
      const { own, workers, apis } = scene.world;
      await death.provoke?.(scene);
      // An API that another fault of the round is to kill is not for this one to start again, or to disarm.
      const armed = death.prepare ? [...workers, ...apis] : workers;
      return supervise(armed, 'worker', () => own.queue.wake(scene.saleId).catch(() => undefined));
    },
  };
}

/** As an operator's hand would, once MongoDB is there: the sale has to be restored into a new epoch. */
async function raiseEpoch({ world, saleId }: Scene): Promise<void> {
  const { sales } = world.own.database;
  const raise = async () => {
    const epoch = (await sales.get(saleId))?.epoch ?? 0;
    return (await sales.raiseEpoch(saleId, epoch, Date.now())) !== null;
  };
  await waitFor(raise, { timeoutMs: REACHED_MS, intervalMs: 50, what: 'the epoch to be raised' });
}

const granting: [string, string][] = [
  ['G0', 'before the grant script'],
  ['G1', 'after the grant script'],
  ['G2', 'after the notice of a grant'],
  ['G3', 'before the job completes'],
];
const storing: [string, string][] = [
  ['B0', 'before a block is stored'],
  ['B1', 'after a block was stored'],
];
const deciding: [string, string][] = [
  ['V0', 'before the void record'],
  ['V1', 'after the void record'],
  ['V2', 'after Redis was told the outcome'],
];
const restoring: [string, string][] = [
  ['E1', 'after the epoch was raised'],
  ['E2', 'after the sale was marked'],
  ['E3', 'after the chain was sealed'],
  ['E4', 'after the snapshot was read'],
  ['E5', 'after the state was swapped in'],
];

/** Beyond the lease of a claim. */
const LAPSE_MS = { from: 6_500, to: 7_500 };

function standStill(app: App | undefined): Harm {
  app?.signal('SIGSTOP');
  return {
    async heal() {
      const state = stateOf(app?.pid() ?? 0);
      app?.signal('SIGCONT');
      return state === 'T' ? `${app?.name} was stopped (T)` : '';
    },
  };
}

type Side = 'apis' | 'workers';
const usedOf = (side: Side) => (side === 'apis' ? 'api' : 'worker');

const frozen = (id: string, what: string, lastsMs: Fault['lastsMs'], side: Side): Fault => ({
  ...{ id, what, lastsMs, uses: [usedOf(side)] },
  inject: async ({ world, chance }) => standStill(chance.pick(world[side])),
});

/** What says that it leads is gone, so another one leads, and then it goes on. */
const twoLeaders: Fault = {
  id: 'F3.twice',
  uses: ['worker'],
  what: 'a worker stands still while its locks and its lead are deleted, then goes on beside the other one',
  lastsMs: { from: 2_500, to: 4_000 },
  async inject({ world, saleId, chance }) {
    const harm = standStill(chance.pick(world.workers));
    const { redis } = world.own;
    const keys = [...(await redis.keys('fslead:*')), `fslock:{${saleId}}`];
    const deleted = await Promise.all(keys.map((key) => redis.del(key)));
    const count = deleted.reduce((sum, one) => sum + one, 0);
    return {
      async heal() {
        const seen = await harm.heal();
        return seen && count > 0 ? `${seen}, ${count} keys deleted` : '';
      },
    };
  },
};

const killed = (id: string, what: string, side: Side): Fault => ({
  ...{ id, what, lastsMs: { from: 500, to: 2_000 }, uses: [usedOf(side)] },
  async inject({ world, chance }) {
    const app = chance.pick(world[side]);
    const pid = app?.pid() ?? 0;
    await app?.stop('SIGKILL');
    return {
      async heal() {
        const how = app?.end();
        await app?.start();
        return how === 'SIGKILL' && stateOf(pid) === 'gone' ? `${app?.name} ended by ${how}` : '';
      },
    };
  },
});

/** One after the other is told to stop, and comes back before the next one is. */
const rolling: Fault = {
  id: 'F36.rolling',
  uses: ['api', 'worker'],
  what: 'all four processes are stopped and started again, one after the other (a deployment)',
  lastsMs: { from: 0, to: 0 },
  async inject({ world }) {
    const ends: string[] = [];
    for (const app of world.apps) {
      await app.stop('SIGTERM');
      ends.push(`${app.name} ${app.end()}`);
      await app.start();
    }
    return {
      heal: async () => (ends.every((end) => end.endsWith(' 0')) ? `exit codes: ${ends}` : ''),
    };
  },
};

export const processFaults: readonly Fault[] = [
  ...granting.map(([point, when]) => workerDies({ number: 'F1', point, when })),
  killed('F1.kill', 'a worker is killed at any moment', 'workers'),
  frozen('F2.freeze', 'a worker stands still', { from: 1_000, to: 4_000 }, 'workers'),
  twoLeaders,
  frozen(
    'F4.blocked',
    'a worker stands still for longer than the lock of its job (5 s), which another one takes over',
    { from: 5_500, to: 6_500 },
    'workers',
  ),
  apiDies('C0', 'before the claim'),
  apiDies('C1', 'after the claim'),
  apiDies('C2', 'while MongoDB has the order'),
  apiDies('C3', 'after the order was committed'),
  apiDies('C4', 'before the buyer is told of the order'),
  apiDies('J1', 'after a place was taken, before the buyer is told'),
  killed('F7.kill', 'an API is killed at any moment', 'apis'),
  frozen('F7.freeze', 'an API stands still', { from: 1_000, to: 6_500 }, 'apis'),
  rolling,
  ...storing.map(([point, when]) => workerDies({ number: 'F38', point, when })),
  ...deciding.map(([point, when]) =>
    workerDies({
      ...{ number: 'F38', point, when, lastsMs: LAPSE_MS },
      prepare: ({ apis }) => arm(apis.slice(0, 1), 'C1:2'),
    }),
  ),
  ...restoring.map(([point, when]) =>
    workerDies({ number: 'F38', point, when, provoke: raiseEpoch }),
  ),
];
