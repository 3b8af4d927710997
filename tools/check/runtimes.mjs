import { execFileSync, spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readJson } from '../process/files.mjs';
import { binDirs, root } from '../process/paths.mjs';
import { waitFor } from '../process/wait.mjs';

const START_TIMEOUT_MS = 1_800_000;
// Far from the ports of development on this machine, and of the journeys.
const CLONE_PORT_OFFSET = 20_000;

/**
 * `npm start` and `npm test` from a fresh clone on each release of Node. Both steps of a release use
 * one clone, made when the first of them really runs.
 */
export function runtimeSteps({ say, dataDir }) {
  return releases.flatMap((release) => {
    let clone;
    const prepare = () => {
      const node = fetchNode(release, { say });
      if (!clone) {
        clone = freshClone();
        process.once('exit', clone.remove);
      }
      say(`node ${node.version}, clone in ${clone.dir}`);
      // Servers and settings of the caller's environment are not part of a fresh clone.
      const {
        REDIS_URL,
        MONGODB_URI,
        MONGODB_URL,
        MONGO_URL,
        TEST_REDIS_URL,
        TEST_MONGODB_URI,
        ...env
      } = withNode(node);
      const logFile = (what) => join(dataDir, `runtimes-${release}-${what}.log`);
      return { dir: clone.dir, env, logFile };
    };
    return [
      { name: `runtimes: node ${release} start`, run: () => start(prepare()) },
      { name: `runtimes: node ${release} test`, run: () => test(prepare()) },
    ];
  });
}

async function start({ dir, env, logFile }) {
  const own = { ...env, DATA_DIR: join(dir, '.data'), PORT_OFFSET: String(CLONE_PORT_OFFSET) };
  const npm = launch(['start'], { dir, env: own, logFile: logFile('start') });
  try {
    const isUp = () => npm.output().includes('Ready after') || npm.code() !== undefined;
    await waitFor(isUp, { timeoutMs: START_TIMEOUT_MS, what: 'npm start' });
    const { api, site, admin } = readJson(join(dir, '.data/run.json')) ?? {};
    if (!api) {
      return failed(`npm start ended: ${npm.output().slice(-2_000)}`);
    }
    for (const url of [`${api}/readyz`, site, admin]) {
      const { status } = await fetch(url);
      if (status !== 200) {
        return failed(`${url} answers ${status}`);
      }
    }
  } finally {
    // npm does not pass signals on: it ends when what it started has ended.
    const { start: pid } = readJson(join(dir, '.data/run.json'))?.pids ?? {};
    if (npm.code() === undefined) {
      process.kill(pid ?? -npm.child.pid, 'SIGTERM');
    }
    await npm.ended;
  }
  return npm.code() === 0 ? passed : failed(`npm start ended with ${npm.code()}`);
}

async function test({ dir, env, logFile }) {
  const own = { ...env, DATA_DIR: join(dir, '.data') };
  const npm = launch(['test'], { dir, env: own, logFile: logFile('test') });
  await npm.ended;
  const counts = readCounts(npm.output());
  if (counts && npm.code() === 0) {
    return counts;
  }
  return { ...failed(npm.output().slice(-4_000)), ...(counts?.failed ? counts : {}) };
}

const passed = { passed: 1, failed: 0, skipped: 0 };
const failed = (output) => ({ passed: 0, failed: 1, skipped: 0, output });

/** The last line of `npm test`. */
export function readCounts(output) {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (!found) {
    return undefined;
  }
  const [passed, failed, skipped] = found.slice(1).map(Number);
  return { passed, failed, skipped };
}

function launch(args, { dir, env, logFile }) {
  // A group of its own, so that all of it can be ended.
  const child = spawn('npm', args, {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(logFile);
  let output = '';
  let code;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      log.write(chunk);
    });
  }
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      code ??= 1;
      resolve();
    });
    child.once('close', (status, signal) => {
      code ??= status ?? signal;
      log.end();
      resolve();
    });
  });
  process.once('exit', () => code === undefined && process.kill(-child.pid, 'SIGTERM'));
  return { child, ended, output: () => output, code: () => code };
}

/** The releases of Node that a clone has to work on: the oldest allowed one, and each since that is kept. */
export const releases = ['20.20', '22', '24', '26'];

/** Beside the fetched engines, so that a second clone need not fetch them again. */
const homeOf = (release, env) => join(dirname(binDirs(env)[0]), 'node', release);
const binaryIn = (home) => join(home, 'node_modules/node/bin/node');

/** The Node of this release that was fetched earlier: `{ release, path, version }`, or nothing. */
export function findNode(release, env = process.env) {
  const path = binaryIn(homeOf(release, env));
  if (!existsSync(path)) {
    return undefined;
  }
  const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
  return { release, path, version };
}

/** The npm package `node` carries the binary of one release; nothing on the machine changes. */
export function fetchNode(release, { env = process.env, say }) {
  const found = findNode(release, env);
  if (found) {
    return found;
  }
  const home = homeOf(release, env);
  say(`fetching Node ${release}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{}');
  // Its binary comes as a dependency for this system, which the package's own script puts in place.
  const args = ['install', '--prefix', home, '--ignore-scripts=false', '--no-audit', '--no-fund'];
  execFileSync('npm', [...args, `node@${release}`], { cwd: home, stdio: 'pipe', timeout: 600_000 });
  const fetched = findNode(release, env);
  if (!fetched) {
    throw new Error(`the package node@${release} holds no binary for this system`);
  }
  return fetched;
}

/** The newest of them that is here, when it is newer than the Node that runs this. */
export function findNewer(env = process.env, current = process.versions.node) {
  const newest = releases.at(-1);
  if (Number(current.split('.')[0]) >= Number(newest.split('.')[0])) {
    return undefined;
  }
  return findNode(newest, env);
}

/** The environment in which `node` and `npm` are this one's. */
export const withNode = ({ path }, env = process.env) => ({
  ...env,
  PATH: `${dirname(path)}:${env.PATH}`,
});

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

/** A clone of the last commit, as a newcomer gets it. */
export function freshClone() {
  if (git('status', '--porcelain').trim()) {
    throw new Error(
      'A clone holds what is committed: commit first, or the result is of older code.',
    );
  }
  const dir = mkdtempSync(join(tmpdir(), 'flash-clone-'));
  git('clone', '--quiet', '--no-hardlinks', root, dir);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
