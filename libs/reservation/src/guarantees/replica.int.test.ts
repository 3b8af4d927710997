import { newBuyer, newId, type PrivateRedis, startPrivateRedis, waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import type { JoinOutcome } from '../outcomes.ts';
import { must, testRules } from '../testing/sale.ts';

const unreplicated = { kind: 'unavailable', why: 'unreplicated' };
let primary: PrivateRedis;
let replica: PrivateRedis;

beforeAll(async () => {
  primary = await startPrivateRedis({ arguments: ['--repl-diskless-sync-delay', '0'] });
  const { hostname, port } = new URL(primary.url);
  replica = await startPrivateRedis({ arguments: ['--replicaof', hostname, port] });
  const redis = new Redis(replica.url);
  await waitFor(async () => (await redis.info('replication')).includes('link_status:up'));
  redis.disconnect();
});
afterAll(async () => {
  await replica?.destroy();
  await primary?.destroy();
});

function connect(): Redis {
  const client = new Redis(primary.url, { retryStrategy: () => 10 });
  // A test cuts the connection on purpose.
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  return client;
}

/** A process that answers joins once a replica has them. */
function startProcess() {
  const [redis, joins] = [connect(), connect()];
  return { redis, joins, engine: createEngine(redis, { joins }) };
}

async function openSale() {
  const first = startProcess();
  const saleId = newId();
  const rules = testRules(Date.now());
  must(await first.engine.activate(saleId, rules, { epoch: 1, stock: 5 }));
  return { ...first, saleId };
}

/** While `work` runs the replica hears the primary and says nothing. */
async function withSilentReplica<T>(work: () => Promise<T>): Promise<T> {
  replica.signal('SIGSTOP');
  try {
    return await work();
  } finally {
    replica.signal('SIGCONT');
  }
}

/** As a client repeats a request with its key; a busy machine may hold up the replica, too. */
async function persist(join: () => Promise<JoinOutcome>): Promise<JoinOutcome> {
  for (;;) {
    const outcome = await join();
    if (outcome.kind !== 'unavailable' || outcome.why !== 'unreplicated') {
      return outcome;
    }
  }
}

const named = (buyer: string) => ({ buyer, bearer: false, attempt: { proof: `k${buyer}` } });

test('a place is told once a replica has it', async () => {
  const { engine, saleId } = await openSale();
  const joined = await Promise.all(
    Array.from({ length: 50 }, () => {
      const buyer = named(newBuyer());
      return persist(() => engine.join(saleId, buyer));
    }),
  );
  expect(joined.filter(({ kind }) => kind === 'unavailable')).toEqual([]);
  const own = new Redis(replica.url);
  onTestFinished(() => own.disconnect());
  expect(await own.zcard(`fsq:{${saleId}}`)).toBe(50);
});

test('a place that no replica has is not told, and the same request is told of it once one does', async () => {
  const { engine, saleId } = await openSale();
  const buyer = newBuyer();
  await withSilentReplica(async () => {
    expect(await engine.join(saleId, named(buyer))).toEqual(unreplicated);
    // A repetition writes nothing itself, nor does the other process that it may reach.
    expect(await startProcess().engine.join(saleId, named(buyer))).toEqual(unreplicated);
  });
  const repeated = await persist(() => engine.join(saleId, named(buyer)));
  expect(repeated).toMatchObject({
    kind: 'repeated',
    place: { state: 'waiting', rank: 1 },
    size: 1,
  });
});

test('a new connection, on which WAIT knows of no write, proves nothing about a join of the old one', async () => {
  const { engine, redis, joins, saleId } = await openSale();
  const id = await joins.client('ID');
  await withSilentReplica(async () => {
    const joining = engine.join(saleId, named(newBuyer()));
    await waitFor(async () => String(await redis.client('LIST')).includes('cmd=wait'));
    const closed = new Promise((resolve) => joins.once('close', resolve));
    await redis.client('KILL', 'ID', id);
    await closed;
    expect(await joining).toEqual(unreplicated);
  });
});

test('reads and all other commands do not wait for the replica', async () => {
  const { engine, saleId } = await openSale();
  await withSilentReplica(async () => {
    const joining = engine.join(saleId, named(newBuyer()));
    let isTold = false;
    void joining.then(() => {
      isTold = true;
    });
    must(await engine.snapshot(saleId));
    must(await engine.position(saleId, ['b']));
    expect(isTold).toBe(false);
    expect(await joining).toEqual(unreplicated);
  });
});
