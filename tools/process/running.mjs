import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { stopProcess } from './stop.mjs';

const appGraceMs = 3400;
const engineGraceMs = 1500;

/**
 * Stops what the notes in `dir` say is running: applications (`pids/<name>.json`) first, so that
 * they can still say goodbye to the engines (`<engine>/engine.json`), which go last. All notes are
 * read at once: a guardian must not take the engines of the next run for those of the last.
 */
export async function stopAllIn(dir) {
  const apps = list(join(dir, 'pids')).map((name) => readJson(join(dir, 'pids', name)));
  const engines = list(dir).map((name) => readJson(join(dir, name, 'engine.json')));
  await stopEach(apps, appGraceMs);
  await stopEach(engines, engineGraceMs);
}

const stopEach = (identities, graceMs) =>
  Promise.all(identities.filter(Boolean).map((identity) => stopProcess(identity, { graceMs })));

function list(dir) {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
