import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../process/paths.mjs';

const copied = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'libs/database/package.json',
];

/** Two lines of an application: it answers, and says what its own library says. */
const app = (port) => `import { createServer } from 'node:http';
import { greeting } from '@flash/greeting';
createServer((request, response) => response.end(greeting)).listen(Number(process.env.${port}), 'localhost');`;

/** The tools around the smallest possible applications, in a folder of their own. */
export function smallWorkspace(t) {
  const dir = temporaryFolder(t);
  const write = (path, text) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (const path of copied) {
    cpSync(join(root, path), join(dir, path));
  }
  for (const path of ['tools', 'infra']) {
    cpSync(join(root, path), join(dir, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  write('apps/api/src/main.ts', app('BEND_PORT'));
  write('apps/worker/src/main.ts', app('WORKER_PORT'));
  write(
    'apps/api/src/programs/seed.ts',
    'console.log(JSON.stringify({ sales: [process.env.MONGODB_URI] }));',
  );
  write('apps/api/src/programs/keep-demo.ts', 'setInterval(() => undefined, 60_000);');
  write('libs/greeting/src/index.ts', "export const greeting: string = 'hello';");
  write('libs/reservation/src/lua/join.lua', 'return 1');
  return dir;
}

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
