import { canConnect } from '../../process/ports.mjs';
import { fatal } from '../../process/wait.mjs';
import { binarySource, findFetched, findOnPath, judgeBinary } from '../binary.mjs';

/**
 * A server that is named is the only one used. Tests read their own variables: they empty what
 * they are pointed at, and must never be pointed at a real server by an inherited REDIS_URL.
 */
export const explicit = {
  name: 'environment',
  probe(engine, { env, test }) {
    const names = test ? engine.testUrlVariables : engine.urlVariables;
    const variable = names.find((name) => env[name]);
    return variable
      ? { ok: true, detail: `${variable} is set`, variable, url: env[variable] }
      : { ok: false, detail: `${names.join(', ')} not set` };
  },
  async provide(engine, _context, { variable, url }) {
    const hosts = hostsOf(url, engine.defaultPort);
    const answers = await Promise.all(hosts.map(({ host, port }) => canConnect(port, host)));
    if (hosts.length > 0 && !answers.includes(true)) {
      const shown = hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
      throw fatal(
        `${variable} is set, but nothing answers at ${shown}. Start it there, or unset ${variable}.`,
      );
    }
    return { kind: 'url', url };
  },
};

/** Several hosts are the rule for sets and clusters; names that only DNS knows are left alone. */
export function hostsOf(url, defaultPort) {
  const match = /^(redis|rediss|mongodb):\/\/(?:[^@/]*@)?([^/?]+)/.exec(url);
  if (!match) {
    return [];
  }
  return match[2].split(',').map((each) => {
    const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(each);
    return { host, port: Number(port ?? defaultPort) };
  });
}

/** On PATH, or fetched by an earlier run. */
export const installed = {
  name: 'installed',
  probe(engine, { env }) {
    const files = [findOnPath(engine.binary, env.PATH), findFetched(engine.binary, env)];
    const verdicts = files.filter(Boolean).map((file) => judgeBinary(file, engine.minimum));
    const good = verdicts.find(({ ok }) => ok);
    if (good) {
      return good;
    }
    const detail = verdicts.map((verdict) => verdict.detail).join('; ');
    return { ok: false, detail: detail || `no ${engine.binary} on PATH or fetched earlier` };
  },
  async provide(_engine, _context, { path }) {
    return binarySource(path);
  },
};
