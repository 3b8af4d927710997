import { loadavg } from 'node:os';
import { withinTime } from '@flash/shared-utils';
import { type App, stateOf } from './app.ts';
import type { World } from './world.ts';

/** A store or a process that is the reason does not keep the others from being looked at. */
const LOOK_MS = 3_000;
const CLAIMS_SHOWN = 5;

/** What each part is at, for one who asks why buyers come to no end: of this moment, it is gone a few seconds later. */
export async function diagnose(world: World, saleId: string): Promise<string[]> {
  const looks: [string, () => Promise<string>][] = [
    ['load', async () => loadavg().map(rounded).join(' ')],
    ['claims', () => claimsOf(world, saleId)],
    ['mongod works on', () => commandsOf(world)],
    ['mongod', () => serverOf(world)],
    ...world.apps.map((app): [string, () => Promise<string>] => [app.name, () => factsOf(app)]),
  ];
  return Promise.all(
    looks.map(async ([name, look]) => {
      const seen = await withinTime(look().catch(String), LOOK_MS);
      return `${name}: ${seen ?? `no answer within ${LOOK_MS} ms`}`;
    }),
  );
}

const rounded = (value: number) => value.toFixed(1);

/** Payments that were begun and have no outcome, the oldest first. */
async function claimsOf({ own }: World, saleId: string): Promise<string> {
  const log = await own.engine.readLog(saleId, 1, 100_000);
  const open = new Map<number, number>();
  let now = 0;
  for (const entry of log) {
    now = entry.at;
    if (entry.type === 'claim') {
      open.set(entry.attempt, entry.at);
    } else if (entry.type === 'settle' || entry.type === 'void') {
      open.delete(entry.attempt);
    }
  }
  const shot = await own.engine.snapshot(saleId);
  const until = shot.kind === 'snapshot' ? shot.now : now;
  const oldest = [...open].slice(0, CLAIMS_SHOWN).map(([id, at]) => `${id} for ${until - at} ms`);
  return `${open.size} open${oldest.length > 0 ? `, such as ${oldest.join(', ')}` : ''}`;
}

interface Command {
  appName?: string;
  op?: string;
  ns?: string;
  microsecs_running?: number;
  waitingForLock?: boolean;
}

const admin = ({ own }: World) => own.database.client.db('admin');
const LONG_MICROSECONDS = 500_000;

async function commandsOf(world: World): Promise<string> {
  const all = await admin(world)
    .aggregate<Command>([{ $currentOp: { allUsers: true, idleSessions: false } }], {
      readConcern: { level: 'local' },
    })
    .toArray();
  const long = all.filter(({ microsecs_running: ran = 0 }) => ran > LONG_MICROSECONDS);
  return (
    long
      .filter(({ appName }) => appName?.startsWith('flash'))
      .map(({ appName, op, ns, microsecs_running: ran = 0, waitingForLock }) => {
        const waits = waitingForLock ? ', waits for a lock' : '';
        return `${op} on ${ns} for ${appName} since ${Math.round(ran / 1_000)} ms${waits}`;
      })
      .join('; ') || 'no command for longer than 500 ms'
  );
}

/** With what an earlier fault may have left there. */
async function serverOf(world: World): Promise<string> {
  const { connections, uptime } = await admin(world).command({ serverStatus: 1 });
  const point = 'failpoint.failCommand';
  const { [point]: left } = await admin(world).command({ getParameter: 1, [point]: 1 });
  const pid = world.mongod.pid();
  return [
    `state ${stateOf(pid)}`,
    `up for ${uptime} s`,
    `${connections.current} connections, ${connections.active} active`,
    `failCommand ${JSON.stringify(left)}`,
  ].join(', ');
}

/** Named as in docs/operations.md. */
const METRICS =
  /^(?:nodejs_eventloop_lag_p99_seconds|flash_best_effort_failures_total|flash_confirm_duration_seconds_(?:sum|count))\b.*$/gm;

async function factsOf({ name, url, wires, pid, end }: App): Promise<string> {
  const { redis, mongo } = wires;
  const open = `${redis.open()} connections to Redis, ${mongo.open()} to MongoDB`;
  const state = end() === null ? stateOf(pid()) : `${name} ended by ${end()}`;
  const page = await withinTime(
    fetch(`${url}/metrics`).then((answer) => answer.text()),
    LOOK_MS - 500,
  ).catch(String);
  const metrics = page === null ? ['no metrics in time'] : (page.match(METRICS) ?? [page]);
  return [`state ${state}`, open, ...metrics].join(', ');
}
