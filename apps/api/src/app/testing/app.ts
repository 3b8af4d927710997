import { randomBytes, randomInt } from 'node:crypto';
import { createLogger, type Env, loadEnv } from '@flash/shared-config';
import type { Role } from '@flash/shared-types';
import { type Clock, systemClock } from '@flash/shared-utils';
import { createHistory, type History, replay, writeHistory } from '@flash/testing';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { buildApp } from '../app.ts';
import type { Deps } from '../deps.ts';
import { openDeps } from '../open-deps.ts';
import type { ShedLimits } from '../plugins/pressure.ts';
import type { ServerTimeouts } from '../plugins/ready-reads.ts';
import type { GateSettings } from '../services/buyer/join-gate.ts';
import { compareWithDocument } from './document.ts';

export interface TestApp {
  app: FastifyInstance;
  deps: Deps;
  /** From a loopback address of this app's own, so that limits of one test file spare the others. */
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** What browsers do in sales goes here. */
  history: History;
  /** What was answered so far and is not described in /docs/json; anything in it fails the test in the end. */
  undocumented: Set<string>;
  /** Headers of an account with this role; null: without one. */
  signInAs(role: Role | null): Promise<SignedIn>;
  close(): Promise<void>;
}

export interface SignedIn {
  userId: string;
  email: string;
  headers: { authorization: string };
}

const NEVER: ShedLimits = { firstMs: 600_000, lastMs: 600_000 };
const ALWAYS_OPEN: GateSettings = { lateMs: Number.POSITIVE_INFINITY, atOnceMin: 100 };

interface Options {
  env?: Partial<Env>;
  clock?: Clock;
  timeouts?: ServerTimeouts;
  hashesWaitingMax?: number;
  /** Left out, nothing is refused because the machine that runs the tests is busy. */
  shed?: ShedLimits;
  gate?: GateSettings;
  /** Called with each line of the log. */
  onLog?: (line: string) => void;
  /** In the end the log of each sale is replayed with all that browsers were told in it. */
  isReplayed?: boolean;
}

/** The app as the process builds it, on real engines, in a database and queue of its own. */
export async function buildTestApp(options: Options = {}): Promise<TestApp> {
  const { TEST_REDIS_URL, TEST_MONGODB_URI } = process.env;
  if (!TEST_REDIS_URL || !TEST_MONGODB_URI) {
    throw new Error('No engines: run this by `node tools/with-engines.mjs -- npx vitest run ...`');
  }
  const name = `test-${randomBytes(6).toString('hex')}`;
  const loaded = loadEnv({
    REDIS_URL: TEST_REDIS_URL,
    MONGODB_URI: withDatabase(TEST_MONGODB_URI, name),
    BULLMQ_PREFIX: name,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ENV_FILE: '/nonexistent',
  });
  const env: Env = { ...loaded, ...options.env };
  const { onLog, hashesWaitingMax, gate = ALWAYS_OPEN } = options;
  const level = onLog ? 'warn' : env.logLevel;
  const log = createLogger({ name: 'api', level, isProduction: true }, onLog && { write: onLog });
  const clock = options.clock ?? systemClock;
  const deps = await openDeps({ env, log, clock, hashesWaitingMax, gate });
  await deps.db.ensureIndexes();
  const { timeouts, shed = NEVER } = options;
  const app = await buildApp(deps, { timeouts, shed });
  const undocumented = compareWithDocument(app);
  await app.ready();
  const remoteAddress = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const inject = (request: InjectOptions) => app.inject({ remoteAddress, ...request });

  const history = createHistory();
  return {
    app,
    deps,
    inject,
    history,
    undocumented,
    signInAs: (role) => signInAs(deps, inject, role),
    async close() {
      const breaches = options.isReplayed ? await replayAll(deps, history) : [];
      await app.close();
      // A test may have taken Redis away.
      await deps.wake.queue.obliterate({ force: true }).catch(() => undefined);
      await deps.db.db.dropDatabase();
      await deps.close();
      // Every test of the API ends here: an answer that the document does not describe is a fault.
      if (undocumented.size > 0) {
        throw new Error(`not in /docs/json: ${[...undocumented].join('; ')}`);
      }
      if (breaches.length > 0) {
        throw new Error(`browsers were told otherwise than the log:\n${breaches.join('\n')}`);
      }
    },
  };
}

async function replayAll({ engine }: Deps, history: History): Promise<string[]> {
  const breaches: string[] = [];
  for (const saleId of history.sales()) {
    const entries = await engine.readLog(saleId, 1, 1_000_000);
    const operations = history.of(saleId);
    const found = replay({ entries, operations });
    if (found.length > 0) {
      const file = `.data/histories/${saleId}.jsonl`;
      writeHistory(file, { entries, operations });
      const lines = found.map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`);
      breaches.push(...lines, `Kept: npm run replay -- ${file}`);
    }
  }
  return breaches;
}

async function signInAs(
  { db, identity }: Deps,
  inject: TestApp['inject'],
  role: Role | null,
): Promise<SignedIn> {
  const email = `${role ?? 'buyer'}-${randomBytes(5).toString('hex')}@example.org`;
  const account = { name: role ?? 'buyer', email, password: 'correct horse' };
  const url = '/api/auth/sign-up/email';
  const answer = await inject({ method: 'POST', url, payload: account });
  if (answer.statusCode !== 200) {
    throw new Error(`sign-up answered ${answer.body}`);
  }
  const { token, user } = answer.json<{ token: string; user: { id: string } }>();
  if (role) {
    await db.members.put({ userId: user.id, role, email, name: role, createdBy: null });
  }
  await identity.forget(user.id);
  return { userId: user.id, email, headers: { authorization: `Bearer ${token}` } };
}

function withDatabase(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  if (!url.searchParams.has('authSource') && url.username) {
    url.searchParams.set('authSource', 'admin');
  }
  return url.href;
}
