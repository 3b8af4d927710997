import { join } from 'node:path';
import { findEngine, findRelease } from './find.mjs';
import { startMongo } from './mongo.mjs';
import { startRedis } from './redis.mjs';

const starters = { redis: startRedis, mongo: startMongo };

/**
 * Finds and starts one Redis and one mongod under `dir`. An engine that the user named is only
 * passed on: it has no `stop` of ours. `releases` asks for one release of a server, for tests.
 */
export async function startPair({
  dir,
  ports = {},
  test = false,
  env = process.env,
  log,
  releases = {},
}) {
  const started = [];
  try {
    for (const name of ['redis', 'mongo']) {
      const release = releases[name];
      const found = release
        ? await findRelease(name, release, { env, log })
        : await findEngine(name, { env, test, log });
      started.push({ ...found, ...(await start(found, { dir, port: ports[name], test })) });
    }
  } catch (error) {
    await stopPair(started);
    throw error;
  }
  const [redis, mongo] = started;
  return { redis, mongo, stop: () => stopPair(started) };
}

async function start({ name, source }, { dir, port, test }) {
  if (source.kind === 'url') return { url: source.url };
  return starters[name]({ source, dir: join(dir, name), port, test });
}

async function stopPair(engines) {
  await Promise.all(engines.map((engine) => engine.stop?.()));
}
