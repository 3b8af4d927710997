import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binDirs } from '../process/paths.mjs';

export function findOnPath(binary, path = process.env.PATH ?? '') {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, binary))
    .find(isExecutable);
}

export const findFetched = (binary, env = process.env) =>
  binDirs(env)
    .map((dir) => join(dir, binary))
    .find(isExecutable);

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs the file: a binary that is there but lacks a library is found out here, not at start. */
function readVersion(file) {
  const options = { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] };
  const match = /v=?(\d+)\.(\d+)(\.\d+)?/.exec(execFileSync(file, ['--version'], options));
  if (!match) {
    throw new Error(`${file} does not tell its version`);
  }
  return [Number(match[1]), Number(match[2])];
}

export const isAtLeast = ([major, minor], [floorMajor, floorMinor]) =>
  major > floorMajor || (major === floorMajor && minor >= floorMinor);

/** `{ ok, detail }`: whether this file runs here and is new enough. */
export function judgeBinary(file, minimum) {
  try {
    const version = readVersion(file);
    const shown = `${file} (${version.join('.')})`;
    if (isAtLeast(version, minimum)) {
      return { ok: true, detail: shown, path: file, version };
    }
    return { ok: false, detail: `${shown} is older than ${minimum.join('.')}` };
  } catch (error) {
    const reason = (error.stderr || error.message).trim().split('\n')[0];
    return { ok: false, detail: `${file} does not run: ${reason}` };
  }
}

export function binarySource(file) {
  return {
    kind: 'binary',
    path: file,
    major: readVersion(file)[0],
    command: ([, ...args]) => [file, ...args],
  };
}

/** Puts a fetched binary into the first cache that can be written; the rename makes it appear whole. */
export function keepBinary(file, name, env = process.env) {
  let lastError;
  for (const dir of binDirs(env)) {
    try {
      mkdirSync(dir, { recursive: true });
      const target = join(dir, name);
      const half = `${target}.${process.pid}`;
      copyFileSync(file, half);
      chmodSync(half, 0o755);
      renameSync(half, target);
      return target;
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}
