import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** A clock that a test sets, for all processes that are started with its `env`. */
export interface SettableClock {
  env: Record<string, string>;
  /** So many seconds before or behind the right time. */
  set(offsetSeconds: number): void;
  forget(): void;
}

/** Path of libfaketime; throws where that is neither there nor can be installed. */
function findLibrary(): string {
  const args = ['tools/engines/programs.mjs', 'faketime'];
  return execFileSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8' }).trim();
}

const envOf = (library: string) => ({
  // Before jemalloc, which asks for the time while the library is still looking for the real clock.
  LD_PRELOAD: `${library}:libc.so.6`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

const signed = (seconds: number) => `${seconds < 0 ? '' : '+'}${seconds}`;

/** What starts a process with a clock that stays so many seconds before or behind the right time. */
export const skewedBy = (seconds: number): Record<string, string> => ({
  ...envOf(findLibrary()),
  FAKETIME: signed(seconds),
});

/** By libfaketime; throws where that is neither there nor can be installed. */
export function createSettableClock(): SettableClock {
  const library = findLibrary();
  const folder = mkdtempSync(join(tmpdir(), 'flash-clock-'));
  const file = join(folder, 'offset');
  const set = (offsetSeconds: number) => {
    // Renamed into place: every reading of the clock reads this file.
    writeFileSync(`${file}.next`, signed(offsetSeconds));
    renameSync(`${file}.next`, file);
  };
  set(0);
  const env = {
    ...envOf(library),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
  };
  return { env, set, forget: () => rmSync(folder, { recursive: true, force: true }) };
}
