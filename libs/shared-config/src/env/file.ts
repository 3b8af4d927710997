import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';

export type Source = Record<string, string | undefined>;

/** The file's variables; none when there is no such file. */
export function readEnvFile(name: string, from: string): Source {
  const path = isAbsolute(name) ? name : findUpwards(name, from);
  return path && existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

/** From where the process runs up to the root of the workspace, never beyond it. */
function findUpwards(name: string, from: string): string | null {
  const path = join(from, name);
  if (existsSync(path)) {
    return path;
  }
  const parent = dirname(from);
  return existsSync(join(from, 'nx.json')) || parent === from ? null : findUpwards(name, parent);
}

/** `NAME=` in a file or a shell means the same as leaving it out. */
export function withoutEmpty(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
}
