import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binDirs } from '../paths.mjs';

/** The releases of Node that a clone has to work on: the oldest allowed one, and each since that is kept. */
export const releases = ['20.20', '22', '24', '26'];

/** Beside the fetched engines, so that a second clone need not fetch them again. */
const homeOf = (release, env) => join(dirname(binDirs(env)[0]), 'node', release);
const binaryIn = (home) => join(home, 'node_modules/node/bin/node');

/** The Node of this release that was fetched earlier: `{ release, path, version }`, or nothing. */
export function findNode(release, env = process.env) {
  const path = binaryIn(homeOf(release, env));
  if (!existsSync(path)) return undefined;
  const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
  return { release, path, version };
}

/** The npm package `node` carries the binary of one release; nothing on the machine changes. */
export function fetchNode(release, { env = process.env, say }) {
  const found = findNode(release, env);
  if (found) return found;
  const home = homeOf(release, env);
  say(`fetching Node ${release}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{}');
  // Its binary comes as a dependency for this system, which the package's own script puts in place.
  const args = ['install', '--prefix', home, '--ignore-scripts=false', '--no-audit', '--no-fund'];
  execFileSync('npm', [...args, `node@${release}`], { cwd: home, stdio: 'pipe', timeout: 600_000 });
  const fetched = findNode(release, env);
  if (!fetched) throw new Error(`the package node@${release} holds no binary for this system`);
  return fetched;
}

/** The newest of them that is here, when it is newer than the Node that runs this. */
export function findNewer(env = process.env, current = process.versions.node) {
  const newest = releases.at(-1);
  if (Number(current.split('.')[0]) >= Number(newest.split('.')[0])) return undefined;
  return findNode(newest, env);
}

/** The environment in which `node` and `npm` are this one's. */
export const withNode = ({ path }, env = process.env) => ({
  ...env,
  PATH: `${dirname(path)}:${env.PATH}`,
});
