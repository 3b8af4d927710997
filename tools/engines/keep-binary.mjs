import { chmodSync, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { binDirs } from '../paths.mjs';

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
