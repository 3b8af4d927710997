import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { type Buyer, confirm, emailOf, joinAll, spread } from '../buyers.ts';
import { keysOf, type Variant } from '../classic/classic.ts';
import { startClassic } from '../classic/start.ts';
import { type Connection, openConnection } from '../connection.ts';
import { cpuBetween, readCpu } from '../cpu.ts';
import { waitForGrants } from '../wait-for-grants.ts';

const IN_FLIGHT = 64;
const UNITS = 100;
const BUYERS = 300;
/** The retrying design may never sell its last units. */
const PATIENCE_MS = 90_000;

interface Sold {
  /** CPU of all processes for one purchase, in µs. */
  cpuUs: number;
  /** From the first request to the last hold. */
  lastHoldMs: number;
  unsold: number;
  /** Units that went to buyers who came after as many others as there were units. */
  behindTheCut: number;
}

/** 300 buyers at once for 100 units, and those who got one pay: ours beside the usual design, on the same engines. */
export const classic: Scenario = {
  name: 'classic',
  async run(bench, { isQuick }) {
    const ours = await sellOurs(bench);
    const tuned = await sellClassic(bench, 'tuned');
    const beside = [
      ...figuresOf('ours', ours),
      ...figuresOf('classic, tuned', tuned),
      ratio('CPU of a purchase, classic tuned ÷ ours', tuned.cpuUs / ours.cpuUs, '≥ 10'),
      ratio('time to the last hold, tuned ÷ ours', tuned.lastHoldMs / ours.lastHoldMs, '> 1'),
    ];
    if (isQuick) {
      return beside;
    }
    const retrying = await sellClassic(bench, 'retrying');
    return [
      ...beside,
      ...figuresOf('classic, retrying', retrying),
      ratio('CPU of a purchase, classic ÷ ours', retrying.cpuUs / ours.cpuUs, '≥ 10'),
      ratio('time to the last hold, classic ÷ ours', retrying.lastHoldMs / ours.lastHoldMs, '≥ 20'),
    ];
  },
};

const ratio = (what: string, value: number, goal: string): Figure => ({
  what,
  value,
  unit: '×',
  goal,
});

function figuresOf(name: string, sold: Sold): Figure[] {
  const isOurs = name === 'ours';
  const goal = isOurs ? '0' : '–';
  return [
    { what: `${name}: CPU of a purchase`, value: sold.cpuUs, unit: 'µs', goal: '–' },
    { what: `${name}: first request to last hold`, value: sold.lastHoldMs, unit: 'ms', goal: '–' },
    { what: `${name}: units behind the cut`, value: sold.behindTheCut, unit: '', goal },
    {
      what: `${name}: units unsold after ${PATIENCE_MS / 1_000} s`,
      value: sold.unsold,
      unit: '',
      goal,
    },
  ];
}

async function sellOurs(bench: Bench): Promise<Sold> {
  const connections = await bench.connections(IN_FLIGHT);
  const saleId = await bench.createSale({ startingQuantity: UNITS });
  const before = readCpu(bench.pids);
  const buyers = await joinAll(connections, saleId, BUYERS);
  const grants = await waitForGrants(bench, saleId, UNITS);
  const holders = new Set(
    (await bench.logOf(saleId)).flatMap((e) =>
      e.type === 'grant' ? e.holds.map((h) => h.seq) : [],
    ),
  );
  const places = (await bench.logOf(saleId)).flatMap((e) => (e.type === 'join' ? [e.seq] : []));
  const behindTheCut = places.slice(UNITS).filter((seq) => holders.has(seq)).length;
  const isHolder = await spread(connections, buyers, isHeld);
  await spread(
    connections,
    buyers.filter((_, at) => isHolder[at]),
    confirm,
  );
  const cpuUs = sumOf(cpuBetween(before, readCpu(bench.pids))) / UNITS;
  await bench.judge(saleId);
  return {
    cpuUs,
    lastHoldMs: grants.lastAt - grants.firstJoinAt,
    unsold: UNITS - isHolder.filter(Boolean).length,
    behindTheCut,
  };
}

async function sellClassic(bench: Bench, variant: Variant): Promise<Sold> {
  const system = await startClassic(variant, bench.stack);
  const redis = new Redis(bench.stack.redis);
  try {
    const connections = await openConnections(system.api);
    const [first] = connections as [Connection];
    const body = { startingQuantity: UNITS };
    const made = await first.send({ method: 'POST', path: '/flash-sales', body });
    const flashSaleId: string = JSON.parse(made.text).id;
    const keys = keysOf(variant, flashSaleId);
    const pids = { ...bench.pids, ...system.pids };
    const before = readCpu(pids);
    const startedAt = performance.now();
    const buyers = Array.from({ length: BUYERS }, (_, place): Buyer => {
      return { email: emailOf(place), flashSaleId, cookie: '', state: 'waiting' };
    });
    await spread(connections, buyers, ({ send }, { email }) =>
      send({ method: 'POST', path: '/orders/buy', body: { email, flashSaleId } }),
    );
    let lastHoldMs = 0;
    for (let granted = 0; granted < UNITS && performance.now() - startedAt < PATIENCE_MS; ) {
      await sleep(50);
      const now = await redis.llen(keys.granted);
      lastHoldMs = now > granted ? performance.now() - startedAt : lastHoldMs;
      granted = now;
    }
    const granted = await redis.lrange(keys.granted, 0, -1);
    const joined = await redis.lrange(keys.joined, 0, -1);
    const late = new Set(joined.slice(UNITS));
    const isHolder = new Set(granted);
    // The server closes connections that were idle while the line was served.
    const paying = await openConnections(system.api);
    await spread(
      paying,
      buyers.filter(({ email }) => isHolder.has(email)),
      confirm,
    );
    const cpuUs = sumOf(cpuBetween(before, readCpu(pids))) / Math.max(1, granted.length);
    for (const connection of [...connections, ...paying]) {
      connection.close();
    }
    return {
      cpuUs,
      lastHoldMs,
      unsold: UNITS - granted.length,
      behindTheCut: granted.filter((email) => late.has(email)).length,
    };
  } finally {
    redis.disconnect();
    await system.stop();
  }
}

const openConnections = (api: string) =>
  Promise.all(Array.from({ length: IN_FLIGHT }, () => openConnection(api)));

async function isHeld(
  connection: Connection,
  { email, flashSaleId, cookie }: Buyer,
): Promise<boolean> {
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  const answer = await connection.send({ method: 'GET', path, headers: { cookie } });
  return JSON.parse(answer.text).hasActiveHold === true;
}

const sumOf = (times: Record<string, number>) =>
  Object.values(times).reduce((sum, ms) => sum + ms, 0) * 1_000;
