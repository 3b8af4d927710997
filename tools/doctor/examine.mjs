import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from '../engines/binary.mjs';
import { catalogue } from '../engines/catalogue.mjs';
import { foresee } from '../engines/climb.mjs';
import { ladder } from '../engines/find.mjs';
import { isStale } from '../install.mjs';
import { dataDir, root } from '../paths.mjs';
import { chromium, chromiumRungs } from '../programs/chromium.mjs';
import { k6, k6Rungs } from '../programs/k6.mjs';
import { isRunning } from '../start/claim.mjs';
import { knownPorts, placeServices } from '../start/plan.mjs';
import { isTaken } from '../start/ports-free.mjs';
import { readServers } from './servers.mjs';

/** Each finding is `{ what, ok, detail, next }`; `needed: false` marks what only some commands want. */
export async function examine({ env, options }) {
  const context = { env, log: () => {} };
  const engines = Object.values(catalogue);
  return [
    examineNode(),
    examineNpm(),
    examinePackages(),
    ...(await Promise.all(
      engines.map((engine) => examineLadder(engine.name, ladder, engine, context)),
    )),
    ...(await readServers(env)),
    { needed: false, ...(await examineLadder('chromium', chromiumRungs, chromium, context)) },
    { needed: false, ...(await examineLadder('k6', k6Rungs, k6, context)) },
    ...(await examinePorts(options, dataDir(env))),
  ];
}

function examineNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const ok = isAtLeast([major, minor], [20, 20]);
  // It works and is tested, but gets no security fixes since April 2026.
  const age = ok && major === 20 ? ' (out of support; 24 is recommended)' : '';
  const next = 'Install Node 20.20 or newer, best 24.';
  return { what: 'node', ok, detail: `${process.versions.node}${age}`, next };
}

function examineNpm() {
  try {
    const version = execFileSync('npm', ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return {
      what: 'npm',
      ok: Number(version.split('.')[0]) >= 10,
      detail: version,
      next: 'Install npm 10 or newer.',
    };
  } catch {
    return { what: 'npm', ok: false, detail: 'not on PATH', next: 'Install npm 10 or newer.' };
  }
}

function examinePackages() {
  const isThere = existsSync(join(root, 'node_modules'));
  const ok = isThere && !isStale();
  const detail = ok
    ? 'as in the lock file'
    : isThere
      ? 'differ from the lock file'
      : 'not installed';
  return {
    what: 'packages',
    ok,
    detail,
    next: 'Run npm ci (npm start and npm test do it by themselves).',
  };
}

async function examineLadder(what, rungs, subject, context) {
  const { ok, rung, detail, tried, hint } = await foresee(rungs, subject, context);
  const reasons = tried.map((each) => `${each.rung}: ${each.detail}`);
  return { what, ok, detail: ok ? `${rung}: ${detail}` : reasons.join('; '), next: hint };
}

async function examinePorts(options, dir) {
  if (isRunning(dir)) return [{ what: 'ports', ok: true, detail: 'npm start is running' }];
  const places = knownPorts(await placeServices(options));
  const next = 'Stop what listens there, or use PORT_OFFSET=100.';
  return Promise.all(
    places.map(async ({ what, port }) => {
      const ok = !(await isTaken(port));
      return { what: `port ${port}`, ok, detail: `${what}: ${ok ? 'free' : 'in use'}`, next };
    }),
  );
}
