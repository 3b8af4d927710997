import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from '../engines/binary.mjs';
import { climb } from '../engines/climb.mjs';
import { canUseApt, installPackages } from '../engines/rungs/system.mjs';
import { root } from '../process/paths.mjs';

const run = promisify(execFile);
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export const chromium = {
  title: 'Chromium',
  hint: 'Install Chromium or Chrome (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH.',
};

const installed = {
  name: 'installed',
  probe(_subject, { env }) {
    const path = env.CHROMIUM_PATH || findAny(env);
    return path ? { ok: true, detail: path, path } : { ok: false, detail: 'none on PATH' };
  },
  provide: async (_subject, _context, { path }) => ({ path }),
};

const playwright = {
  name: 'Playwright',
  probe() {
    const library = loadPlaywright();
    if (!library) return { ok: false, detail: 'Playwright is not installed' };
    const path = library.chromium.executablePath();
    const detail = existsSync(path) ? path : 'playwright install chromium';
    return { ok: true, detail, path };
  },
  async provide(_subject, { env, log }, { path }) {
    if (existsSync(path)) return { path };
    log('downloading Chromium by Playwright');
    await run('npx', ['playwright', 'install', 'chromium'], { cwd: root, env, timeout: 600_000 });
    return { path };
  },
};

const system = {
  name: 'system packages',
  probe: (_subject, { env }) =>
    canUseApt(env)
      ? { ok: true, detail: 'apt-get install chromium' }
      : { ok: false, detail: 'not without asking', fix: 'Run: sudo apt-get install chromium' },
  async provide(_subject, { env, log }) {
    await installPackages(['chromium'], { env, log });
    const path = findAny(env);
    if (!path) throw new Error('no chromium after the installation');
    return { path };
  },
};

const findAny = (env) => names.map((name) => findOnPath(name, env.PATH)).find(Boolean);

function loadPlaywright() {
  try {
    return createRequire(join(root, 'package.json'))('@playwright/test');
  } catch {
    return undefined;
  }
}

export const chromiumRungs = [installed, system, playwright];

/** Answers `{ rung, detail, source: { path } }`. */
export const findChromium = ({ env = process.env, log = () => {} } = {}) =>
  climb(chromiumRungs, chromium, { env, log });
