import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that a run leaves behind lives under one folder, so `reset` can clear it. */
export const dataDir = (env = process.env) => resolve(root, env.DATA_DIR || '.data');

/**
 * Where fetched binaries are looked for, the first one being where they are put. The user's cache
 * comes first: a second clone must not download 140 MB again. The other serves a read-only home.
 */
export function binDirs(env = process.env) {
  const home = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return [join(home, 'flash-sale', 'bin'), join(dataDir(env), 'cache', 'bin')];
}
