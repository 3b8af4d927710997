import { randomUUID } from 'node:crypto';
import type { Database } from '@flash/database';
import { createSandbox } from '@flash/payment';
import { type Engine, keysOf, rulesOf, type Snapshot } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';
import { buildNewSale, waitFor } from '@flash/testing';
import type { Bench } from '../../bench/bench.ts';
import { askPosition, type Buyer, confirm, joinAll } from '../../bench/buyers.ts';

export const BUYERS = 60;
export const UNITS = 40;
export const SOLD = 25;

const CONNECTIONS = 20;
const SHORT_HOLD_MS = 300;
const SHORT_LEASE_MS = 200;
const POLLS = 60;

export interface Scene {
  bench: Bench;
  redis: RedisClient;
  db: Database;
  engine: Engine;
  /** Waits until Prometheus has seen this. */
  seen(query: string): Promise<void>;
}

/**
 * One sale in which everything happens that the processes can measure: a line, purchases, limits, holds and
 * claims that lapse, a damaged and an emptied Redis, and a MongoDB that does not answer for a while.
 */
export async function tellStory(scene: Scene): Promise<{ saleId: string; saleIds: string[] }> {
  const { bench } = scene;
  const saleId = await bench.createSale({ startingQuantity: UNITS });
  await scene.seen(`flash_sale_units{sale="${saleId}", state="free"} == ${UNITS}`);
  const console = new AbortController();
  await fetch(`${bench.api}/orders/admin/queue/stream`, {
    ...{ headers: bench.teams[0], signal: console.signal },
  });

  const connections = await bench.connections(CONNECTIONS);
  const [connection] = connections;
  if (!connection) {
    throw new Error('no connection');
  }
  const buyers = await joinAll(connections, saleId, BUYERS);
  await until(scene, saleId, 'every unit is held', ({ held }) => held === UNITS);
  const holders: Buyer[] = [];
  for (const buyer of buyers) {
    const { text } = await askPosition(connection, buyer);
    if (JSON.parse(text).state === 'held') {
      holders.push(buyer);
    }
  }
  for (const buyer of holders.slice(0, SOLD)) {
    await confirm(connection, buyer);
  }
  await pressTooOften(connections, holders.at(-1));
  const shortId = await lapse(scene);
  await damage(scene, saleId);
  await emptyRedis(scene, saleId);
  await silenceRedis(scene);
  await silenceMongo(scene, saleId);
  // A rate takes two looks.
  await scene.seen('sum(rate(flash_payments_finished_total[1m]))');
  console.abort();
  return { saleId, saleIds: [saleId, shortId] };
}

async function until(
  { engine }: Pick<Scene, 'engine'>,
  saleId: string,
  what: string,
  holds: (shot: Snapshot) => boolean,
): Promise<void> {
  const look = async () => {
    const shot = await engine.snapshot(saleId);
    return shot.kind === 'snapshot' && holds(shot);
  };
  await waitFor(look, { what, timeoutMs: 30_000 });
}

/** A program that polls as fast as it can. */
async function pressTooOften(
  connections: Awaited<ReturnType<Bench['connections']>>,
  buyer: Buyer | undefined,
): Promise<void> {
  const { email = '', flashSaleId = '', cookie = '' } = buyer ?? {};
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  const call = { method: 'GET' as const, path, headers: { cookie } };
  for (let polls = 0; polls < POLLS; polls += 1) {
    await Promise.all(connections.map((connection) => connection.send(call)));
  }
}

/** Holds that run out, and a claim whose process ended after the money was authorised. */
async function lapse({ db, engine }: Scene): Promise<string> {
  const sale = await db.sales.create(buildNewSale(Date.now(), { startingQuantity: 3 }));
  const rules = { ...rulesOf(sale), holdMs: SHORT_HOLD_MS };
  await engine.activate(sale.id, rules, { epoch: 1, stock: sale.stock });
  const payment = createSandbox({ store: db.sandboxPayments });
  const buyer = 'lapses';
  await engine.join(sale.id, { buyer, bearer: false });
  await engine.join(sale.id, { buyer: 'runs-out', bearer: false });
  const take = async () => {
    const claim = await engine.claim(sale.id, {
      ...{ buyer, token: randomUUID(), leaseMs: SHORT_LEASE_MS },
    });
    return claim.kind === 'claimed' && claim;
  };
  const { attempt } = await waitFor(take, { what: 'a hold to claim', intervalMs: 5 });
  const money = { amount: sale.price, currency: sale.currency };
  await payment.authorise({ saleId: sale.id, attempt, ...money, token: 'ok', buyer });
  await until({ engine }, sale.id, 'all units are free again', ({ free, seq }) => {
    return free === sale.stock && seq > 0;
  });
  return sale.id;
}

/** A number that was changed by hand: the audit finds it, and the state is rebuilt from its log. */
async function damage(scene: Scene, saleId: string): Promise<void> {
  const { redis, engine, seen } = scene;
  const before = await engine.snapshot(saleId);
  const epoch = before.kind === 'snapshot' ? before.epoch : 0;
  await redis.incrby(keysOf(saleId).inventory, 2);
  await engine.join(saleId, { buyer: 'after-the-damage', bearer: false });
  await until(scene, saleId, 'it is rebuilt', (shot) => shot.epoch > epoch && shot.halted === '');
  await seen('sum(flash_alert_messages_total{result="sent"}) > 0');
}

async function emptyRedis(scene: Scene, saleId: string): Promise<void> {
  const { redis, engine } = scene;
  const before = await engine.snapshot(saleId);
  const epoch = before.kind === 'snapshot' ? before.epoch : 0;
  await redis.flushall();
  await until(scene, saleId, 'it is restored', (shot) => shot.epoch > epoch);
}

/** Not dead, only silent, which is the harder case. */
async function silence(pid: number | undefined, meanwhile: () => Promise<void>): Promise<void> {
  if (!pid) {
    throw new Error('no engine of its own');
  }
  process.kill(pid, 'SIGSTOP');
  try {
    await meanwhile();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

const silenceRedis = ({ bench, seen }: Scene) =>
  silence(bench.pids.redis, async () => {
    await seen('flash_store_up{store="redis"} == 0');
    await seen('sum(rate(flash_best_effort_failures_total[1m]))');
  });

async function silenceMongo({ bench, engine, seen }: Scene, saleId: string): Promise<void> {
  await silence(bench.pids.mongo, async () => {
    await engine.join(saleId, { buyer: 'not-stored-yet', bearer: false });
    await seen('max(flash_sale_unstored_entries) > 0');
    await seen('max(flash_database_away) == 1');
    await seen('flash_store_up{store="mongodb"} == 0');
  });
  await seen('max(flash_database_away) == 0');
}
