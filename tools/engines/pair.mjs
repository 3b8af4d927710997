import { join } from 'node:path';
import { catalogue } from './catalogue.mjs';
import { climb } from './climb.mjs';
import { startMongo } from './mongo.mjs';
import { startRedis } from './redis.mjs';
import { docker } from './rungs/docker.mjs';
import { download, wheel } from './rungs/fetched.mjs';
import { explicit, installed } from './rungs/present.mjs';
import { system } from './rungs/system.mjs';

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
  if (source.kind === 'url') {
    return { url: source.url };
  }
  return starters[name]({ source, dir: join(dir, name), port, test });
}

async function stopPair(engines) {
  await Promise.all(engines.map((engine) => engine.stop?.()));
}

/** Tried from the top: what the user named, what is here, what can be had without a question. */
export const ladder = [explicit, installed, docker, system, download, wheel];

/** Answers `{ name, rung, detail, source }` of the first rung that carries. */
export async function findEngine(name, { env = process.env, test = false, log = () => {} } = {}) {
  return { name, ...(await climb(ladder, catalogue[name], { env, test, log })) };
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
  return { name, ...(await climb([exactly(installed), wheel], subject, { env, log })) };
}

/** The rung, for the subject's own release and no newer one. */
const exactly = (rung) => ({
  ...rung,
  probe(subject, context) {
    const verdict = rung.probe(subject, context);
    if (!verdict.ok || verdict.version.join('.') === subject.release.join('.')) {
      return verdict;
    }
    return { ok: false, detail: `${verdict.detail} is not ${subject.release.join('.')}` };
  },
});
