import { readFileSync } from 'node:fs';
import { Gauge, type Registry } from 'prom-client';

/** What a process is made of, as people compare it after an upgrade. */
export interface BuildInfo {
  version: string;
  /** `-dirty`: built from a checkout with changes that no commit has. */
  commit: string;
}

/** Put in by tools/run/builds.mjs; the name does not exist where the sources run as they are. */
declare const FLASH_BUILD: { version: string; commit: string | null } | undefined;

const UNKNOWN = 'unknown';

/** A build knows its commit best. `named` is GIT_COMMIT, for builds without git and for sources that run unbuilt. */
export function readBuildInfo(named: string | undefined): BuildInfo {
  const built = typeof FLASH_BUILD === 'undefined' ? null : FLASH_BUILD;
  return {
    version: built?.version ?? versionOfSources(),
    commit: built?.commit ?? named ?? UNKNOWN,
  };
}

function versionOfSources(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return String(JSON.parse(readFileSync(file, 'utf8')).version);
}

export function addBuildInfo(registry: Registry, build: BuildInfo): void {
  new Gauge({
    name: 'flash_build_info',
    help: 'Always 1; its labels say what this process was built from',
    labelNames: ['version', 'commit'],
    registers: [registry],
  }).set({ ...build }, 1);
}
