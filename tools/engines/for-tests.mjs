import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive, stopAllIn } from '../process/children.mjs';
import { readJson, writePrivate } from '../process/files.mjs';
import { setGuard } from '../process/guard.mjs';
import { withLock } from '../process/lock.mjs';
import { dataDir } from '../process/paths.mjs';
import { startPair } from './pair.mjs';

const sharedDir = () => join(dataDir(), 'test-shared');

/** One private Redis and one private mongod for one run of tests; nothing of them stays. */
export async function startTestEngines({ log = () => {}, releases } = {}) {
  await sweepLeftovers();
  mkdirSync(dataDir(), { recursive: true });
  const dir = mkdtempSync(join(dataDir(), 'test-'));
  writePrivate(join(dir, 'owner.json'), identify(process.pid));
  const guard = setGuard(dir, { wipe: true });
  const clear = () => {
    rmSync(dir, { recursive: true, force: true });
    guard.release();
  };
  try {
    const pair = await startPair({ dir, test: true, log, releases });
    const stop = async () => {
      await pair.stop();
      clear();
    };
    return { ...pair, env: environment(pair), stop };
  } catch (error) {
    clear();
    throw error;
  }
}

/** A pair that outlives the command, to run one test file again and again. */
export const startSharedEngines = ({ log = () => {} } = {}) =>
  withLock(join(dataDir(), 'test-shared.lock'), async () => {
    const pair = await startPair({ dir: sharedDir(), test: true, log });
    return { ...pair, env: environment(pair), stop: async () => {} };
  });

export async function stopSharedEngines() {
  await stopAllIn(sharedDir());
  rmSync(sharedDir(), { recursive: true, force: true });
}

/** Tests that break an engine start their own, so they get the binaries as well. */
function environment({ redis, mongo }) {
  const env = { TEST_REDIS_URL: redis.url, TEST_MONGODB_URI: mongo.url };
  if (redis.source.path) {
    env.TEST_REDIS_SERVER = redis.source.path;
  }
  if (mongo.source.path) {
    env.TEST_MONGOD = mongo.source.path;
  }
  return env;
}

/** A run that was killed together with its guardian leaves a folder whose owner no longer runs. */
async function sweepLeftovers() {
  let names = [];
  try {
    names = readdirSync(dataDir()).filter((name) => name.startsWith('test-'));
  } catch {}
  for (const name of names) {
    const owner = readJson(join(dataDir(), name, 'owner.json'));
    if (!owner || isAlive(owner)) {
      continue;
    }
    await stopAllIn(join(dataDir(), name));
    rmSync(join(dataDir(), name), { recursive: true, force: true });
  }
}
