import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binarySource, judgeBinary } from '../binary.mjs';
import { keepBinary } from '../keep-binary.mjs';

const run = promisify(execFile);
const patienceMs = 5000;

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

  async provide(engine, { env, log, stalledMs = patienceMs }) {
    const { package: name, release, version } = engine.memoryServer;
    const dir = mkdtempSync(join(tmpdir(), 'flash-download-'));
    try {
      log(`trying to download ${engine.title} ${version}`);
      writeFileSync(join(dir, 'package.json'), '{}');
      // Not a dependency of the project: only a machine without a mongod ever needs it.
      const options = ['--prefix', dir, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
      await run('npm', ['install', ...options, `${name}@${release}`], { env, timeout: 60_000 });
      const kept = keepBinary(
        await fetchInto(dir, { name, version, env, stalledMs }),
        engine.binary,
        env,
      );
      const verdict = judgeBinary(kept, engine.minimum);
      if (verdict.ok) return binarySource(kept);
      rmSync(kept, { force: true });
      throw new Error(verdict.detail);
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
      if (now !== size) [size, since] = [now, performance.now()];
      else if (performance.now() - since > stalledMs) child.kill('SIGKILL');
    }, 250);
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (code === 0) resolve(output.trim());
      else reject(new Error(signal ? 'the download does not get on' : complaint.trim()));
    });
  });
}

const sizeOf = (dir) =>
  readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
