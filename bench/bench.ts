import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database } from '@flash/database';
import type { AuditOptions, LogEntry } from '@flash/fairness';
import { createEngine, type Engine } from '@flash/reservation';
import { createRedis, type RedisClient } from '@flash/shared-config';
import { auditSale, expectCleanSale, readHistory } from '@flash/testing';
import { Redis } from 'ioredis';
import { operationsIn } from './buyers.ts';
import { type Answer, type Connection, openConnection } from './connection.ts';
import { type CpuTimes, cpuBetween, readCpu } from './cpu.ts';
import type { Series } from './plots.ts';
import type { Stack } from './stack.ts';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What was aimed at, in words; printed beside the figure and never asserted. */
  goal: string;
}

export interface Scenario {
  name: string;
  /** Whether the buyers' site has to be built and started for it. */
  needsSite?: boolean;
  /** Left out of a quick run. */
  isLong?: boolean;
  /** Run only when it is named. */
  isAskedFor?: boolean;
  run(bench: Bench, how: HowToRun): Promise<Figure[]>;
}

export interface HowToRun {
  isQuick: boolean;
  /** Of the soak. */
  minutes: number;
}

export interface NewSale {
  startingQuantity: number;
  fastPassPercent?: number;
  holdTtlSeconds?: number;
  lastsMs?: number;
}

export interface Bench {
  api: string;
  stack: Stack;
  /** The engine on the Redis of this stack, for crowds that would take HTTP too long. */
  engine: Engine;
  redis: RedisClient;
  /** Of the API, the worker and the engines. */
  pids: Record<string, number>;
  /** The buyers' site; empty unless a scenario asked for it. */
  site: string;
  /** Headers of two members of the team: one may only have so many streams open. */
  teams: Record<string, string>[];
  /** What the pictures are drawn from; scenarios add to it. */
  series: Series[];
  createSale(sale: NewSale): Promise<string>;
  /** While it is paused, all buyers may join and none is served. */
  control(saleId: string, what: 'pause' | 'resume' | 'end' | 'archive'): Promise<void>;
  connections(count: number): Promise<Connection[]>;
  /** Everything that happened in a sale, in order, with the engine's times. */
  logOf(saleId: string): Promise<LogEntry[]>;
  /** CPU time of the API, the worker and the engines while `work` ran, in ms. */
  cpuOf(work: () => Promise<void>): Promise<CpuTimes>;
  /** Calls that clients sent to Redis within so many ms; what a script does inside is not counted. */
  callsIn(ms: number): Promise<number>;
  /** Throws when a rule was broken, or a buyer was told otherwise than the log: no result then. */
  judge(saleId: string, options?: AuditOptions): Promise<void>;
  /** Rules of time that a sale broke, in words: late is bad, and a busy machine makes everything late. */
  late: string[];
  close(): Promise<void>;
}

/** How soon a hold ends after its time, and how soon a free unit is handed on. */
const RULES_OF_TIME = new Set(['I6', 'I10']);

export async function openBench(stack: Stack): Promise<Bench> {
  const redis = createRedis(stack.redis, 'worker');
  // The stack goes away before this connection does.
  redis.on('error', () => {});
  const engine: Engine = createEngine(redis);
  const database: Database = await connectDatabase(stack.mongo, { appName: 'bench' });
  const admin = await openConnection(stack.api);
  const authorization = `Bearer ${await signUp(admin)}`;
  const opened: Connection[] = [admin];
  // Each time on a connection of its own: the server closes one that was idle for too long.
  const organise = async (path: string, body: unknown): Promise<Answer> => {
    const connection = await openConnection(stack.api);
    const answer = await connection.send({
      method: 'POST',
      path,
      body,
      headers: { authorization },
    });
    connection.close();
    return answer;
  };

  const { start: _, ...pids } = stack.pids;

  const late: string[] = [];

  return {
    api: stack.api,
    stack,
    engine,
    redis,
    pids,
    site: stack.site ?? '',
    series: [],
    teams: [{ authorization }, { authorization: `Bearer ${await signUp(admin, 'second')}` }],

    async createSale(sale) {
      const { startingQuantity, fastPassPercent, holdTtlSeconds = 3_600 } = sale;
      const { lastsMs = 3_600_000 } = sale;
      const now = Date.now();
      const body = {
        name: 'Benchmark',
        startsAt: new Date(now - 1_000).toISOString(),
        endsAt: new Date(now + lastsMs).toISOString(),
        startingQuantity,
        fastPassPercent,
        holdTtlSeconds,
      };
      const made = await organise('/flash-sales', body);
      if (made.status !== 201) {
        throw new Error(`no sale: ${made.status} ${made.text}`);
      }
      return JSON.parse(made.text).id;
    },

    async control(saleId, what) {
      const body = { reason: 'A benchmark' };
      const done = await organise(`/flash-sales/${saleId}/${what}`, body);
      if (done.status !== 200) {
        throw new Error(`${what}: ${done.status} ${done.text}`);
      }
    },

    async connections(count) {
      const fresh = await Promise.all(
        Array.from({ length: count }, () => openConnection(stack.api)),
      );
      opened.push(...fresh);
      return fresh;
    },

    async cpuOf(work) {
      const before = readCpu(pids);
      await work();
      return cpuBetween(before, readCpu(pids));
    },

    async callsIn(ms) {
      const watched = new Redis(stack.redis);
      const monitor = await watched.monitor();
      let calls = 0;
      monitor.on('monitor', (_at, _args, source) => {
        calls += source === 'lua' ? 0 : 1;
      });
      await sleep(ms);
      monitor.disconnect();
      watched.disconnect();
      return calls;
    },

    logOf: async (saleId) => (await readHistory(saleId, engine, database)).entries,
    late,
    async judge(saleId, options = {}) {
      const sale = { saleId, engine, database, operations: operationsIn(saleId), options };
      const found = await auditSale(sale);
      if (found.some(({ invariant }) => !RULES_OF_TIME.has(invariant))) {
        await expectCleanSale(sale);
      }
      late.push(...found.map(({ invariant, detail }) => `${invariant}: ${detail}`));
    },

    async close() {
      for (const connection of opened) {
        connection.close();
      }
      redis.disconnect();
      await database.close();
    },
  };
}

async function signUp(admin: Connection, name = 'bench'): Promise<string> {
  const body = { name: 'Benchmark', email: `${name}@load.test`, password: 'a long passphrase' };
  const answer = await admin.send({ method: 'POST', path: '/api/auth/sign-up/email', body });
  const { token } = JSON.parse(answer.text);
  if (!token) {
    throw new Error(`no admin: ${answer.status} ${answer.text}`);
  }
  return token;
}
