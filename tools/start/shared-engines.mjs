import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPair } from '../engines/pair.mjs';
import { readJson, writePrivate } from '../process/files.mjs';
import { identify, isAlive } from '../process/identity.mjs';
import { withLock } from '../process/lock.mjs';
import { stopAllIn } from '../process/running.mjs';
import { isRunning } from './claim.mjs';

const usersIn = (dir) => join(dir, 'developers');

/** The living `npm run dev*` commands on this folder. */
export function developersIn(dir) {
  let names = [];
  try {
    names = readdirSync(usersIn(dir));
  } catch {}
  return names
    .map((name) => ({ name, ...readJson(join(usersIn(dir), name)) }))
    .filter((identity) => isAlive(identity));
}

/** Several terminals develop on one pair of engines: the first one starts it, the last one ends it. */
export async function joinEngines({ dir, env, log }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = join(dir, 'engines.lock');
  const own = join(usersIn(dir), `${process.pid}.json`);
  const pair = await withLock(lock, async () => {
    writePrivate(own, identify(process.pid));
    return startPair({ dir, env, log });
  });
  const leave = () =>
    withLock(lock, async () => {
      rmSync(own, { force: true });
      if (developersIn(dir).length === 0 && !isRunning(dir)) await stopAllIn(dir);
    });
  return { ...pair, leave };
}
