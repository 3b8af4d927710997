import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { binarySource, findOnPath } from '../binary.mjs';

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
