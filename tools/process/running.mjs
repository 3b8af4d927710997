import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { stopProcess } from './stop.mjs';

const appGraceMs = 2500;
const engineGraceMs = 5000;

/**
 * Stops what the notes in `dir` say is running: applications (`pids/<name>.json`) first, so that
 * they can still say goodbye to the engines (`<engine>/engine.json`), which go last.
 */
export async function stopAllIn(dir) {
  const apps = list(join(dir, 'pids')).map((name) => readJson(join(dir, 'pids', name)));
  await Promise.all(apps.map((identity) => stopProcess(identity, { graceMs: appGraceMs })));
  const engines = list(dir).map((name) => readJson(join(dir, name, 'engine.json')));
  const running = engines.filter(Boolean);
  await Promise.all(running.map((identity) => stopProcess(identity, { graceMs: engineGraceMs })));
}

function list(dir) {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
