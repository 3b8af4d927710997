import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@flash/database';
import { createEngine, type Engine } from '@flash/reservation';
import { createRedis, type RedisClient } from '@flash/shared-config';
import { findFreePort, waitFor } from '@flash/testing';
import { type Bench, openBench } from '../../bench/bench.ts';
import { type Stack, startStack } from '../../bench/stack.ts';
import { findProgram } from '../../tools/engines/programs.mjs';
import { configFor, startPrometheus } from '../../tools/observe.mjs';

interface Result {
  value?: [number, string];
  values?: [number, string][];
}

const SEEN_WITHIN_MS = 30_000;

/** A stack of its own with two workers, and a Prometheus that scrapes it each second. */
export interface Observed {
  stack: Stack;
  bench: Bench;
  redis: RedisClient;
  db: Database;
  engine: Engine;
  ask(path: string, query: Record<string, string>): Promise<Result[]>;
  /** What holds now; NaN where there is nothing. */
  numberOf(query: string): Promise<number>;
  /** Every number that an expression had since the start. */
  history(query: string): Promise<number[]>;
  /** Waits until Prometheus has an answer. */
  seen(query: string, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startObserved(): Promise<Observed> {
  const dir = mkdtempSync(join(tmpdir(), 'flash-prometheus-'));
  const startedAt = Math.floor(Date.now() / 1_000);
  const { source } = await findProgram('prometheus');
  const stack = await startStack(() => {}, { workers: '2' });
  const prometheus = await startPrometheus({
    ...{ file: source.path, dir, port: await findFreePort() },
    config: configFor({ ...stack, scrapeSeconds: 1 }),
  });
  const bench = await openBench(stack);
  const redis = createRedis(stack.redis, 'worker');
  redis.on('error', () => {});
  const db = await connectDatabase(stack.mongo, { appName: 'observer' });

  async function ask(path: string, query: Record<string, string>): Promise<Result[]> {
    const answer = await fetch(`${prometheus.url}/api/v1/${path}?${new URLSearchParams(query)}`);
    const { data, error } = (await answer.json()) as {
      data?: { result: Result[] };
      error?: string;
    };
    if (!data) {
      throw new Error(`${query.query}: ${error}`);
    }
    return data.result;
  }

  return {
    ...{ stack, bench, redis, db, engine: createEngine(redis), ask },
    async numberOf(query) {
      const [first] = await ask('query', { query });
      return Number(first?.value?.[1]);
    },
    async history(query) {
      const range = { start: String(startedAt), end: String(Date.now() / 1_000), step: '1' };
      const results = await ask('query_range', { query, ...range });
      return results.flatMap(({ values = [] }) => values.map(([, value]) => Number(value)));
    },
    async seen(query, timeoutMs = SEEN_WITHIN_MS) {
      const look = async () => (await ask('query', { query })).length > 0;
      await waitFor(look, { what: query, timeoutMs, intervalMs: 100 });
    },
    async close() {
      prometheus.child.kill('SIGKILL');
      await bench.close();
      redis.disconnect();
      await db.close();
      await stack.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
