// node tools/programs/faketime.mjs   prints the library that gives one process a clock of its own
import { existsSync } from 'node:fs';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';
import { climb } from '../engines/climb.mjs';
import { canUseApt, installPackages } from '../engines/rungs/system.mjs';

const triplets = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const places = [
  `/usr/lib/${triplets[arch]}/faketime/libfaketime.so.1`,
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
];

export const faketime = {
  title: 'libfaketime',
  hint: 'Install it (Debian and Ubuntu: apt-get install libfaketime), or set FAKETIME_LIB.',
};

const find = (env) => (env.FAKETIME_LIB ? [env.FAKETIME_LIB] : places).find((at) => existsSync(at));

const installed = {
  name: 'installed',
  probe(_subject, { env }) {
    const path = find(env);
    return path
      ? { ok: true, detail: path, path }
      : { ok: false, detail: 'not in the usual places' };
  },
  provide: async (_subject, _context, { path }) => ({ path }),
};

const system = {
  name: 'system packages',
  probe: (_subject, { env }) =>
    canUseApt(env)
      ? { ok: true, detail: 'apt-get install libfaketime' }
      : { ok: false, detail: 'not without asking', fix: 'Run: sudo apt-get install libfaketime' },
  async provide(_subject, { env, log }) {
    await installPackages(['libfaketime'], { env, log });
    const path = find(env);
    if (!path) throw new Error('no libfaketime after the installation');
    return { path };
  },
};

export const faketimeRungs = [installed, system];

export const findFaketime = ({ env = process.env, log = () => {} } = {}) =>
  climb(faketimeRungs, faketime, { env, log });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { source } = await findFaketime({ log: (line) => console.error(line) });
    console.log(source.path);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
