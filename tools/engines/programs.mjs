// node tools/engines/programs.mjs faketime     prints the library that gives one process its own clock
// node tools/engines/programs.mjs redis 6.2    prints the server of this release: 6.2, 7.0 or valkey
// node tools/engines/programs.mjs prometheus   prints where Prometheus is: likewise promtool, nginx, caddy, helm, helm-unittest, stripe-mock
// node tools/engines/programs.mjs schemathesis prints how Schemathesis is run, a word in each line: likewise kubernetes-validate
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { binDirs, root } from '../process/paths.mjs';
import { findFetched, findOnPath } from './binary.mjs';
import { hasPip } from './fetched.mjs';
import { findRelease } from './pair.mjs';
import { canUseApt, docker, installPackages, provideFirst } from './providers.mjs';

const run = promisify(execFile);

/** A file that is on this machine already: `find(env)` answers its path. */
const installed = (find, missing) => ({
  name: 'installed',
  probe(_subject, { env }) {
    const path = find(env);
    return path ? { ok: true, detail: path, path } : { ok: false, detail: missing };
  },
  provide: async (_subject, _context, { path }) => ({ path }),
});

/** Debian's package of that name, as root; afterwards `find(env)` answers the path. */
const fromApt = (name, find) => ({
  name: 'system packages',
  probe: (_subject, { env }) =>
    canUseApt(env)
      ? { ok: true, detail: `apt-get install ${name}` }
      : { ok: false, detail: 'not without asking', fix: `Run: sudo apt-get install ${name}` },
  async provide(_subject, { env, log }) {
    await installPackages([name], { env, log });
    const path = find(env);
    if (!path) {
      throw new Error(`no ${name} after the installation`);
    }
    return { path };
  },
});

export const chromium = {
  title: 'Chromium',
  hint: 'Install Chromium or Chrome (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH.',
};

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const findBrowser = (env) => browsers.map((name) => findOnPath(name, env.PATH)).find(Boolean);

const playwright = {
  name: 'Playwright',
  probe() {
    const library = loadPlaywright();
    if (!library) {
      return { ok: false, detail: 'Playwright is not installed' };
    }
    const path = library.chromium.executablePath();
    const detail = existsSync(path) ? path : 'playwright install chromium';
    return { ok: true, detail, path };
  },
  async provide(_subject, { env, log }, { path }) {
    if (existsSync(path)) {
      return { path };
    }
    log('downloading Chromium by Playwright');
    await run('npx', ['playwright', 'install', 'chromium'], { cwd: root, env, timeout: 600_000 });
    return { path };
  },
};

function loadPlaywright() {
  try {
    return createRequire(join(root, 'package.json'))('@playwright/test');
  } catch {
    return undefined;
  }
}

export const chromiumProviders = [
  installed((env) => env.CHROMIUM_PATH || findBrowser(env), 'none on PATH'),
  fromApt('chromium', findBrowser),
  playwright,
];

/** Answers `{ provider, detail, source: { path } }`. */
export const findChromium = ({ env = process.env, log = () => {} } = {}) =>
  provideFirst(chromiumProviders, chromium, { env, log });

export const faketime = {
  title: 'libfaketime',
  hint: 'Install it (Debian and Ubuntu: apt-get install libfaketime), or set FAKETIME_LIB.',
};

const triplets = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const libraries = [
  `/usr/lib/${triplets[arch]}/faketime/libfaketime.so.1`,
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
];
const findLibrary = (env) =>
  (env.FAKETIME_LIB ? [env.FAKETIME_LIB] : libraries).find((path) => existsSync(path));

export const findFaketime = ({ env = process.env, log = () => {} } = {}) =>
  provideFirst(
    [installed(findLibrary, 'not in the usual places'), fromApt('libfaketime', findLibrary)],
    faketime,
    { env, log },
  );

export const k6 = {
  title: 'k6',
  hint: `Install k6 (it is one binary), or Go, or start Docker; then run this again.`,
};

const k6Release = 'v1.8.1';
const k6Image = 'grafana/k6:1.8.1';
const k6OnDisk = installed(
  (env) => findOnPath('k6', env.PATH) ?? findFetched('k6', env),
  'no k6 on PATH',
);

/**
 * Builds a program from its source, once; `module` ends with the release. `go install` refuses a module that
 * replaces another one: such a program is built by a module of ours with the same `replace`.
 */
const fromGo = (name, module, replace) => ({
  name: 'go install',
  probe(_subject, { env }) {
    return findOnPath('go', env.PATH)
      ? { ok: true, detail: `builds ${module} from source, some minutes once` }
      : { ok: false, detail: 'no go on PATH' };
  },
  async provide(_subject, { env, log }) {
    const [dir] = binDirs(env);
    log(`building ${module} with Go; this takes some minutes, once`);
    const options = { env: { ...env, GOBIN: dir }, timeout: 1_800_000, maxBuffer: 1 << 26 };
    if (replace) {
      await buildWith(replace, { file: join(dir, name), module }, options);
    } else {
      await run('go', ['install', module], options);
    }
    return { path: join(dir, name) };
  },
});

async function buildWith(replace, { file, module }, options) {
  const cwd = mkdtempSync(join(tmpdir(), 'flash-go-'));
  try {
    const [path, release] = module.split('@');
    await run('go', ['mod', 'init', 'build'], { ...options, cwd });
    const [repository] = path.split('/cmd/');
    const edits = [`-require=${repository}@${release}`, `-replace=${replace}`];
    await run('go', ['mod', 'edit', ...edits], { ...options, cwd });
    await run('go', ['build', '-mod=mod', '-o', file, path], { ...options, cwd });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const k6FromGo = fromGo('k6', `go.k6.io/k6@${k6Release}`);

/** The host's network, because what is measured listens on this machine only. */
function k6InDocker(args, env) {
  const known = /^(API_|K6_|STARTING_|FLASH_|POLLING_|ADMIN_)/;
  const names = Object.keys(env).filter((name) => known.test(name));
  const variables = names.flatMap((name) => ['-e', name]);
  const place = ['--network', 'host', '-v', `${root}:${root}`, '-w', root];
  return ['docker', 'run', '--rm', '-i', ...place, ...variables, k6Image, ...args];
}

/** k6 may also run in a container, so what is asked for is the command and not the file. */
const asCommand = (provider) => ({
  ...provider,
  async provide(...args) {
    const { path } = await provider.provide(...args);
    return { command: (more) => [path, ...more] };
  },
});

export const k6Providers = [
  asCommand(k6OnDisk),
  asCommand(k6FromGo),
  {
    ...docker,
    provide: async (_subject, { env }) => ({ command: (args) => k6InDocker(args, env) }),
  },
];

export const findK6 = ({ env = process.env, log = () => {} } = {}) =>
  provideFirst(k6Providers, k6, { env, log });

/** Servers and checkers that Debian packages; `apt` is the package, where it has another name. */
const packaged = {
  prometheus: { title: 'Prometheus' },
  promtool: { title: 'promtool', apt: 'prometheus' },
  nginx: { title: 'nginx', apt: 'nginx-light' },
  caddy: { title: 'Caddy' },
};

/** Checkers of the Helm chart, and of what is asked of the payment provider. */
const built = {
  'stripe-mock': { title: 'stripe-mock', module: 'github.com/stripe/stripe-mock@v0.203.0' },
  helm: { title: 'Helm', module: 'helm.sh/helm/v3/cmd/helm@v3.19.0' },
  'helm-unittest': {
    title: 'helm-unittest',
    module: 'github.com/helm-unittest/helm-unittest/cmd/helm-unittest@v1.1.2',
    replace:
      'github.com/vmware-labs/yaml-jsonpath@v0.3.2=github.com/helm-unittest/yaml-jsonpath@v0.4.0',
  },
};

/** Answers `{ provider, detail, source: { path } }` of one of the programs above. */
export function findProgram(name, { env = process.env, log = () => {} } = {}) {
  const find = ({ PATH }) =>
    findOnPath(name, `${PATH}:/usr/sbin:/usr/bin`) ?? findFetched(name, env);
  const { title, module, replace, apt = name } = packaged[name] ?? built[name];
  const hint = module
    ? `Install ${title}, or Go; then run this again.`
    : `Install it (Debian and Ubuntu: apt-get install ${apt}).`;
  const other = module ? fromGo(name, module, replace) : fromApt(apt, find);
  const providers = [installed(find, `no ${name} on PATH`), other];
  return provideFirst(providers, { title, hint }, { env, log });
}

const PYTHON_PACKAGES = {
  'kubernetes-validate': 'kubernetes-validate==1.37.0',
  schemathesis: 'schemathesis==4.32.5',
};

/** A program that is a Python package: put with all it needs into a folder of its own, once. Answers `{ command }`. */
export async function findPythonProgram(name, { env = process.env, log = () => {} } = {}) {
  const folder = join(binDirs(env)[0], '..', 'python', PYTHON_PACKAGES[name]);
  const file = join(folder, 'bin', name);
  const python = findOnPath('python3', env.PATH);
  if (!python || !hasPip(python)) {
    throw new Error(`${name} needs Python 3 with pip.`);
  }
  if (!existsSync(file)) {
    log(`fetching the Python package ${PYTHON_PACKAGES[name]}`);
    const half = `${folder}.${process.pid}`;
    const install = ['-m', 'pip', 'install', '--quiet', '--target', half, PYTHON_PACKAGES[name]];
    await run(python, install, { env, timeout: 300_000 });
    keepFirst(half, folder, file);
  }
  return { command: ['env', `PYTHONPATH=${folder}`, python, file] };
}

/** Another process may have fetched the same meanwhile. */
function keepFirst(half, folder, file) {
  try {
    renameSync(half, folder);
  } catch (error) {
    if (!existsSync(file)) {
      throw error;
    }
    rmSync(half, { recursive: true });
  }
}

/** The words of its command. */
async function findByName(name, release, options) {
  if (name in PYTHON_PACKAGES) {
    return (await findPythonProgram(name, options)).command;
  }
  const { source } = await findEngine(name, release, options);
  return [source.path];
}

function findEngine(name, release, options) {
  switch (name) {
    case 'faketime':
      return findFaketime(options);
    case 'redis':
      return findRelease('redis', release, options);
    default:
      return findProgram(name, options);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lists = [packaged, built, PYTHON_PACKAGES];
  const names = ['faketime', 'redis <release>', ...lists.flatMap((list) => Object.keys(list))];
  const [, , name = '', release = ''] = process.argv;
  try {
    if (!names.some((known) => known.split(' ')[0] === name)) {
      throw new Error(`usage: programs.mjs ${names.join('|')}`);
    }
    const words = await findByName(name, release, { log: (line) => console.error(line) });
    console.log(words.join('\n'));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
