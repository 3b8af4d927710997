import { execFile, execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { canConnect } from '../process/ports.mjs';
import { fatal } from '../process/wait.mjs';
import { binarySource, findFetched, findOnPath, judgeBinary } from './binary.mjs';

/**
 * Uses the first provider that works. A provider is `{ name, probe, provide }`: `probe` only reads,
 * `provide` installs or downloads. If `provide` fails, the next provider is tried, unless the error is
 * fatal: a server that the user named is never replaced by another one.
 */
export async function provideFirst(providers, subject, context) {
  const tried = [];
  for (const provider of providers) {
    const verdict = await provider.probe(subject, context);
    if (!verdict.ok) {
      tried.push(`${provider.name}: ${verdict.detail}`);
      continue;
    }
    try {
      const source = await provider.provide(subject, context, verdict);
      return { provider: provider.name, detail: verdict.detail, source };
    } catch (error) {
      if (error.fatal) {
        throw error;
      }
      tried.push(`${provider.name}: ${firstLine(error)}`);
    }
  }
  const lines = tried.map((line) => `  - ${line}`).join('\n');
  throw new Error(`${subject.title} is missing.\n${lines}\n${subject.hint}`);
}

/** Which provider would be used, without doing anything: `{ ok, provider, detail, tried }`. */
export async function predictFirst(providers, subject, context) {
  const tried = [];
  for (const provider of providers) {
    const { ok, detail, fix } = await provider.probe(subject, context);
    if (ok) {
      return { ok, provider: provider.name, detail, tried };
    }
    tried.push({ provider: provider.name, detail, fix });
  }
  return { ok: false, tried, hint: subject.hint };
}

const firstLine = (error) => (error.stderr || error.message || String(error)).trim().split('\n')[0];

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

/**
 * A Docker command without a running engine is common, so `docker info` asks the engine. The container
 * runs in the foreground of `docker run`: stopping that process stops the server, as with a binary.
 */
export const docker = {
  name: 'Docker',
  probe(_engine, { env }) {
    if (!findOnPath('docker', env.PATH)) {
      return { ok: false, detail: 'no docker on PATH' };
    }
    try {
      const options = { env, encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] };
      const version = execFileSync('docker', ['info', '--format', '{{.ServerVersion}}'], options);
      if (version.trim()) {
        return { ok: true, detail: `Docker ${version.trim()}` };
      }
    } catch {}
    return { ok: false, detail: 'no Docker engine answers', fix: 'Start Docker.' };
  },

  async provide(engine, { env, log }) {
    log(`using ${engine.title} from the image ${engine.image}`);
    const options = { env, timeout: 600_000, stdio: 'ignore' };
    execFileSync('docker', ['pull', '--quiet', engine.image], options);
    return {
      kind: 'docker',
      image: engine.image,
      major: Number(/:(\d+)/.exec(engine.image)[1]),
      // Inside a container 127.0.0.1 is the container's; -p opens the port to this machine only.
      bind: '0.0.0.0',
      command: (argv, place) => dockerRun(engine.image, argv, place),
    };
  },
};

/** The folder has the same path inside and outside, so the options need no translation. */
function dockerRun(image, argv, { dir, port, env = {} }) {
  const user = process.getuid ? ['--user', `${process.getuid()}:${process.getgid()}`] : [];
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const mount = ['-v', `${dir}:${dir}`, '-p', `127.0.0.1:${port}:${port}`];
  return ['docker', 'run', '--rm', '--init', ...user, ...variables, ...mount, image, ...argv];
}

const run = promisify(execFile);
const defaultPolicy = '/usr/sbin/policy-rc.d';

/** Only where the installation needs no confirmation: as root on Debian and Ubuntu, or by Homebrew. */
export const system = {
  name: 'system packages',
  probe(engine, { env }) {
    if (engine.aptPackage && canUseApt(env)) {
      return { ok: true, detail: `apt-get install ${engine.aptPackage}`, by: 'apt' };
    }
    if (engine.brewFormula && findOnPath('brew', env.PATH)) {
      return { ok: true, detail: `brew install ${engine.brewFormula}`, by: 'brew' };
    }
    const fix = engine.aptPackage ? `Run: sudo apt-get install ${engine.aptPackage}` : undefined;
    return { ok: false, detail: `no system package of ${engine.title} without asking`, fix };
  },

  async provide(engine, context, { by }) {
    const { env } = context;
    if (by === 'apt') {
      await installPackages([engine.aptPackage], context);
    } else {
      await run('brew', ['install', engine.brewFormula], { env, timeout: 600_000 });
    }
    const path = findOnPath(engine.binary, `${env.PATH}:/usr/bin:/usr/sbin`);
    if (!path) {
      throw new Error(`${engine.binary} is still missing after the installation`);
    }
    return binarySource(path);
  },
};

export const canUseApt = (env = process.env) =>
  process.getuid?.() === 0 && Boolean(findOnPath('apt-get', env.PATH));

/**
 * Debian starts a server the moment its package is configured, on the default port and unasked. A
 * policy that says no stops it for the length of the installation; RUNLEVEL=1 is the older way.
 */
export async function installPackages(packages, { env, log, policyFile = defaultPolicy }) {
  log(`installing ${packages.join(', ')} from the system packages`);
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { env: quiet, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
  const policy = forbidServices(policyFile);
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } finally {
    policy.remove();
  }
}

function forbidServices(file) {
  try {
    writeFileSync(file, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 });
    return { remove: () => rmSync(file, { force: true }) };
  } catch {
    // The administrator's own policy stands, whatever it says.
    return { remove: () => {} };
  }
}
