import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Wire, waitFor } from '@flash/testing';
import { findOnPath } from '../../tools/engines/binary.mjs';
import { stateOf } from '../app.ts';
import type { World } from '../world.ts';
import { type Fault, type Harm, type Scene, SEEN_MS, untilSeen } from './fault.ts';

const admin = ({ own }: World) => own.database.client.db('admin');

interface Failing {
  id: string;
  what: string;
  appName?: string;
  commands: string[];
  times: number;
  data: Record<string, unknown>;
  lastsMs?: Fault['lastsMs'];
}

/** The server fails commands by itself, and counts how often. */
function failing({ id, what, commands, times, data, ...more }: Failing): Fault {
  const { appName = 'flash-api', lastsMs = { from: 800, to: 2_500 } } = more;
  return {
    ...{ id, what, uses: ['mongod'], lastsMs },
    async inject({ world }) {
      const fail = (mode: object | string) =>
        admin(world).command({
          configureFailPoint: 'failCommand',
          mode,
          ...(mode === 'off' ? {} : { data: { failCommands: commands, appName, ...data } }),
        });
      const { count: before = 0 } = await fail({ times });
      return {
        async heal() {
          // The server itself answers as soon as a command was failed.
          const first = { waitForFailPoint: 'failCommand', timesEntered: Number(before) + 1 };
          await admin(world)
            .command({ ...first, maxTimeMS: SEEN_MS })
            .catch(() => {});
          const { count = 0 } = await fail('off');
          const entered = Number(count) - Number(before);
          return entered > 0 ? `the fail point was entered ${entered} times` : '';
        },
      };
    },
  };
}

const pidOf = async (world: World) => {
  const { pid } = await admin(world).command({ serverStatus: 1 });
  return Number(pid);
};

const restarted = (id: string, what: string, signal: 'SIGTERM' | 'SIGKILL'): Fault => ({
  ...{ id, what, uses: ['mongod'], lastsMs: { from: 300, to: 2_000 } },
  async inject({ world }) {
    const before = await pidOf(world);
    await world.mongod.stop(signal);
    return {
      async heal() {
        await world.mongod.start();
        const after = await pidOf(world);
        return after !== before && stateOf(before) === 'gone' ? 'another process id' : '';
      },
    };
  },
});

const frozen: Fault = {
  id: 'F10.freeze',
  what: 'mongod stands still (SIGSTOP)',
  ...{ uses: ['mongod'], lastsMs: { from: 800, to: 5_000 } },
  async inject({ world }) {
    world.mongod.signal('SIGSTOP');
    return {
      async heal() {
        const state = stateOf(world.mongod.pid());
        world.mongod.signal('SIGCONT');
        return state === 'T' ? 'the server was stopped (T)' : '';
      },
    };
  },
};

const steppedDown: Fault = {
  id: 'F11.stepdown',
  what: 'the primary steps down, and is elected again',
  ...{ uses: ['mongod'], lastsMs: { from: 1_000, to: 2_500 } },
  async inject({ world }) {
    const term = async () => Number((await admin(world).command({ replSetGetStatus: 1 })).term);
    const before = await term();
    const wish = { replSetStepDown: 1, secondaryCatchUpPeriodSecs: 0, force: true };
    await admin(world).command(wish);
    return {
      async heal() {
        const after = await term();
        return after > before ? `term ${after} after ${before}` : '';
      },
    };
  },
};

const noSpace = (text: string) => text.split('No space left on device').length - 1;
const REFILL_MS = 200;
const ENDED_MS = 5_000;

const diskFull: Fault = {
  id: 'F12.full',
  what: 'the disk of MongoDB is full; it ends, and starts again once there is room',
  ...{ uses: ['mongod'], lastsMs: { from: 1_000, to: 2_500 } },
  missing: ({ mongod }) => mongod.noDisk,
  async inject({ world }) {
    const { mongod } = world;
    const before = noSpace(mongod.log());
    const told = () => noSpace(mongod.log()) - before;
    const isFelt = () => !mongod.isAlive() || told() > 0;
    let leastFree = Number.POSITIVE_INFINITY;
    let isOver = false;
    const fill = () => {
      mongod.disk?.fill();
      leastFree = Math.min(leastFree, mongod.disk?.freeBytes() ?? leastFree);
    };
    fill();
    // What it writes may fit into files that it has already, and old ones are deleted: filled until it is felt.
    const filling = (async () => {
      while (!isOver && !isFelt()) {
        // A checkpoint writes more than what the journal has reserved; it fails together with the server.
        await admin(world)
          .command({ fsync: 1 })
          .catch(() => {});
        await sleep(REFILL_MS);
        if (!isFelt()) {
          fill();
        }
      }
    })().catch(() => {});
    return {
      async heal() {
        await untilSeen(isFelt);
        isOver = true;
        await filling;
        const count = told();
        // A checkpoint that fails ends the server, a moment later on a busy machine.
        const hasEnded = await waitFor(() => !mongod.isAlive(), { timeoutMs: ENDED_MS }).catch(
          () => false,
        );
        mongod.disk?.empty();
        if (hasEnded) {
          await mongod.start();
        }
        const what = hasEnded ? 'mongod ended' : `its log tells of it ${count} times`;
        return leastFree === 0 && (hasEnded || count > 0) ? `0 bytes free, ${what}` : '';
      },
    };
  },
};

const FSYNC_MS = 250;

/** The disk of mongod is slow: each order is acknowledged only once it is in the journal. */
const slowDisk: Fault = {
  id: 'F10.fsync',
  what: `each write of the journal to the disk takes ${FSYNC_MS} ms longer (strace)`,
  ...{ uses: ['mongod'], lastsMs: { from: 2_000, to: 4_000 } },
  missing: () => (findOnPath('strace', process.env.PATH) ? '' : 'there is no strace on PATH'),
  async inject({ world }) {
    const calls = 'fsync,fdatasync';
    const delay = `inject=${calls}:delay_enter=${FSYNC_MS}ms`;
    const args = ['-f', '-p', String(world.mongod.pid()), '-e', `trace=${calls}`, '-e', delay];
    const tracer = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(tracer, 'exit').catch(() => {});
    let delayed = 0;
    tracer.stderr.on('data', (text: Buffer) => {
      delayed += String(text).split('(DELAYED)').length - 1;
    });
    return {
      async heal() {
        tracer.kill('SIGINT');
        await ended;
        return delayed > 0 ? `${delayed} calls delayed` : '';
      },
    };
  },
};

const wiresOf = ({ apps }: World) => apps.map(({ wires }) => wires.mongo);
const total = (wires: readonly Wire[], name: 'cut' | 'lost') =>
  wires.reduce((sum, wire) => sum + wire.counts()[name], 0);

async function onWires(
  wires: readonly Wire[],
  name: 'cut' | 'lost',
  harm: (wire: Wire) => void,
): Promise<Harm> {
  const before = total(wires, name);
  wires.forEach(harm);
  return {
    async heal() {
      await untilSeen(() => total(wires, name) > before);
      for (const wire of wires) {
        wire.mend();
      }
      const count = total(wires, name) - before;
      const what = name === 'cut' ? 'connections cut' : 'answers lost';
      return count > 0 ? `${count} ${what}` : '';
    },
  };
}

const onEach = (
  id: string,
  what: string,
  name: 'cut' | 'lost',
  harm: (wire: Wire, scene: Scene) => void,
  ofAll = true,
): Fault => ({
  ...{ id, what, uses: ['mongod'], lastsMs: { from: 500, to: 2_500 } },
  async inject(scene) {
    const wires = wiresOf(scene.world);
    const some = ofAll ? wires : wires.slice(scene.chance.below(wires.length)).slice(0, 1);
    return onWires(some, name, (wire) => harm(wire, scene));
  },
});

const committing = ['commitTransaction', 'insert', 'findAndModify'];

export const mongoFaults: readonly Fault[] = [
  onEach('F8.lost', 'orders are committed and the answers are lost', 'lost', (wire, { chance }) =>
    wire.loseAnswers('commitTransaction', 1 + chance.below(4)),
  ),
  failing({
    id: 'F8.closed',
    what: 'MongoDB ends the connection of a commit',
    ...{ commands: ['commitTransaction'], times: 4, data: { closeConnection: true } },
  }),
  failing({
    id: 'F9.conflict',
    what: 'MongoDB answers WriteConflict (112)',
    ...{ commands: ['insert', 'findAndModify'], times: 12 },
    data: { errorCode: 112, errorLabels: ['TransientTransactionError'] },
  }),
  failing({
    id: 'F9.notprimary',
    what: 'MongoDB answers NotWritablePrimary (10107)',
    ...{ commands: committing, times: 6, data: { errorCode: 10_107 } },
  }),
  failing({
    id: 'F9.timeout',
    what: 'MongoDB answers MaxTimeMSExpired (50)',
    ...{ commands: committing, times: 6, data: { errorCode: 50 } },
  }),
  failing({
    id: 'F9.slow',
    what: 'writes to MongoDB take 1.5 s longer',
    ...{ commands: committing, times: 12, data: { blockConnection: true, blockTimeMS: 1_500 } },
    lastsMs: { from: 2_000, to: 4_000 },
  }),
  failing({
    id: 'F9.worker',
    what: 'writes of a worker to MongoDB are answered NotWritablePrimary (10107)',
    ...{ appName: 'flash-worker', commands: ['insert', 'update', 'findAndModify'], times: 10 },
    data: { errorCode: 10_107 },
  }),
  restarted('F10.kill', 'mongod is killed and started again', 'SIGKILL'),
  restarted('F10.term', 'mongod is stopped and started again', 'SIGTERM'),
  frozen,
  slowDisk,
  diskFull,
  onEach('F10.cutall', 'all processes lose MongoDB for a while', 'cut', (wire) => wire.cut()),
  onEach('F10.cut', 'one process loses MongoDB for a while', 'cut', (wire) => wire.cut(), false),
  steppedDown,
];
