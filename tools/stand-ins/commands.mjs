import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one test, gone when the test is over. */
export function temporaryFolder(t) {
  const dir = mkdtempSync(join(tmpdir(), 'flash-tools-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * A machine that has just these commands: `{ name: shell script }`. What the tools do with a Docker
 * engine or a package manager can be seen on a machine that has none.
 */
export function machineWith(t, commands) {
  const home = temporaryFolder(t);
  const bin = join(home, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: bin, HOME: home, DATA_DIR: join(home, 'data') };
  return { home, bin, env, context: { env, test: false, log: () => {} } };
}
