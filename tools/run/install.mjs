import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../process/files.mjs';
import { root } from '../process/paths.mjs';

/** Installs exactly what the lock file says, when what is installed differs from it. */
export function ensurePackages(say) {
  if (!isStale()) {
    return;
  }
  say('installing packages from the lock file');
  const before = performance.now();
  // NODE_ENV=production would leave out the compiler.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, args, options);
  if (result.status !== 0) {
    throw new Error(`npm ci failed:\n${beginningOf(result.stderr || String(result.error))}`);
  }
  say(`packages installed in ${((performance.now() - before) / 1000).toFixed(1)} s`);
}

/** npm prints the cause first and then all its options. */
const beginningOf = (text) => text.trim().split('\n').slice(0, 12).join('\n');

/** npm notes what it installed in a lock file of its own, so nothing has to be marked by us. */
export function isStale(dir = root) {
  const wanted = readJson(join(dir, 'package-lock.json'))?.packages;
  const present = readJson(join(dir, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted) {
    throw new Error('package-lock.json is missing.');
  }
  if (!present) {
    return true;
  }
  return Object.entries(wanted).some(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) {
      return false;
    }
    if (entry.link) {
      return !existsSync(join(dir, path));
    }
    const isMissing = present[path] === undefined;
    // Packages for other systems are in the lock file and rightly not on the disk.
    if (isMissing) {
      return !entry.optional && !entry.devOptional && !entry.peer;
    }
    return present[path].version !== entry.version;
  });
}
