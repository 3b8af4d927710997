// node tools/run/builds.mjs <api|worker>: bundles the app's entry points into dist/apps/<name>/*.mjs
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from '../process/files.mjs';
import { withLock } from '../process/lock.mjs';
import { root } from '../process/paths.mjs';
import { commitOf } from './commit.mjs';

const LONGEST_BUILD_MS = 1_800_000;
const common = ['package-lock.json', 'tsconfig.base.json', 'tools/run/builds.mjs'];

/** What a build makes, and the file that says from which sources it was made. */
const targets = {
  api: { stamp: 'dist/apps/api/.stamp', build: () => buildApp('api') },
  worker: { stamp: 'dist/apps/worker/.stamp', build: () => buildApp('worker') },
  'admin-web': {
    stamp: 'apps/admin-web/.next/.stamp',
    build: (signal) => buildSite('admin-web', signal),
  },
  'site-web': {
    stamp: 'apps/site-web/.next/.stamp',
    build: (signal) => buildSite('site-web', signal),
  },
};

/**
 * Builds what changed since its last build. Only one process builds at a time: two that replace the
 * same folder would leave half of each.
 */
export async function buildChanged(names, { say, signal }) {
  if (!names.some(isStale)) {
    return;
  }
  const lock = join(root, 'dist/build.lock');
  await withLock(lock, () => buildStale(names, { say, signal }), {
    timeoutMs: LONGEST_BUILD_MS,
    signal,
    onWait: () => say('waiting for another build to end'),
  });
}

/** One after the other: each of these keeps every core busy by itself. */
async function buildStale(names, { say, signal }) {
  for (const name of names.filter(isStale)) {
    const { stamp, build } = targets[name];
    const hash = sourcesOf(name);
    const before = performance.now();
    say(`building ${name}`);
    await build(signal);
    writeFileSync(join(root, stamp), hash);
    say(`${name} built in ${((performance.now() - before) / 1000).toFixed(1)} s`);
  }
}

/** A build that names its commit is another one for each commit; sites name none. */
const namesCommit = new Set(['api', 'worker']);

function sourcesOf(name) {
  const hash = hashOf(root, [...common, ...foldersOf(`apps/${name}`)]);
  return namesCommit.has(name) ? `${hash} ${commitOf(root)}` : hash;
}

function isStale(name) {
  const file = join(root, targets[name].stamp);
  return !existsSync(file) || readFileSync(file, 'utf8') !== sourcesOf(name);
}

/** The package and, by what its package.json declares, every lib that ends up in its build. */
function foldersOf(folder, seen = new Set()) {
  seen.add(folder);
  const { dependencies = {} } = readJson(join(root, folder, 'package.json')) ?? {};
  const libs = Object.keys(dependencies).filter((name) => name.startsWith('@flash/'));
  for (const lib of libs.map((name) => name.replace('@flash/', 'libs/'))) {
    if (!seen.has(lib)) {
      foldersOf(lib, seen);
    }
  }
  return [...seen];
}

/** By the package's own script: a site may have steps of its own after Next's. */
function buildSite(name, signal) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const args = ['run', '--silent', 'build', '--workspace', `apps/${name}`];
  return new Promise((resolve, reject) => {
    // A group of its own, so that cutting it short reaches the compiler behind npm as well.
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn('npm', args, { cwd: root, env, stdio, detached: true });
    const cut = () => process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', cut);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', cut);
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`building ${name} failed:\n${output.trimEnd()}`));
      }
    });
  });
}

const skipped = new Set(['node_modules', '.next', 'dist', '.nx', 'coverage', 'test-results']);
const isTest = (name) => /\.(test|spec|verify)\.[a-z]+$/.test(name);

/**
 * One hash of all files under `paths`: a build is stale when its sources' hash is another one. Tests
 * are no part of a build.
 */
export function hashOf(root, paths, { tests = false } = {}) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesUnder(join(root, path), tests))) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path, tests) {
  if (!existsSync(path)) {
    return [];
  }
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') {
      return [path];
    }
    throw error;
  }
  return entries
    .filter(
      ({ name }) => !skipped.has(name) && (tests || !isTest(name)) && name !== 'next-env.d.ts',
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(path, entry.name), tests) : [join(path, entry.name)],
    );
}

/** Each becomes dist/apps/<app>/<name>.mjs. */
const entries = {
  main: 'main.ts',
  seed: 'programs/seed.ts',
  bots: 'programs/bots.ts',
  'keep-demo': 'programs/keep-demo.ts',
  admin: 'programs/admin.ts',
  sale: 'programs/sale.ts',
  backup: 'programs/backup.ts',
  restore: 'programs/restore.ts',
  preflight: 'programs/preflight.ts',
  indexes: 'programs/indexes.ts',
};

async function buildApp(name) {
  const { build } = await import('esbuild');
  const source = join(root, 'apps', name, 'src');
  const target = join(root, 'dist/apps', name);
  const entryPoints = Object.fromEntries(
    Object.entries(entries)
      .map(([entry, file]) => [entry, join(source, file)])
      .filter(([, file]) => existsSync(file)),
  );
  if (Object.keys(entryPoints).length === 0) {
    throw new Error(`apps/${name}/src has nothing to build`);
  }
  // Built beside and moved: a build that fails leaves the last good one where it is.
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir: fresh,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    // Its errors are thrown as well, and the caller shows them once.
    logLevel: 'silent',
    // With `paths`, @flash/* counts as our own source and is inlined; npm packages stay outside.
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    define: { FLASH_BUILD: JSON.stringify(buildInfo()) },
  });
  copyScripts(fresh);
  copyPictures(source, fresh);
  const element = join(root, 'libs/client/src/embed/flash-sale.ts');
  if (name === 'api' && existsSync(element)) {
    await buildElement(element, join(fresh, 'embed.js'));
  }
  linkPackages(name, fresh);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

/** `<flash-sale>`, which the API serves to pages of other shops. */
async function buildElement(element, outfile) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [element],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
    tsconfig: join(root, 'tsconfig.base.json'),
  });
}

/** What a process tells of itself: libs/shared-config/src/build-info.ts. */
function buildInfo() {
  const { version } = readJson(join(root, 'package.json')) ?? {};
  return { version: version ?? 'unknown', commit: commitOf(root) };
}

/** The engine reads its scripts from disk, beside the bundle as beside the source. */
function copyScripts(target) {
  const scripts = join(root, 'libs/reservation/src/lua');
  if (existsSync(scripts)) {
    cpSync(scripts, join(target, 'lua'), { recursive: true });
  }
}

/** The demo reads the pictures of its sales from disk, too. */
function copyPictures(source, target) {
  const pictures = join(source, 'programs/demo-pictures');
  if (existsSync(pictures)) {
    cpSync(pictures, join(target, 'demo-pictures'), { recursive: true });
  }
}

/** npm puts some packages beside the app instead of at the root, where the bundle looks for them. */
function linkPackages(name, target) {
  const own = join('apps', name, 'node_modules');
  const link = join('../../..', own);
  if (existsSync(join(root, own))) {
    symlinkSync(link, join(target, 'node_modules'), 'dir');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name] = process.argv.slice(2);
  if (!name) {
    console.error('usage: node tools/run/builds.mjs <api|worker>');
    process.exitCode = 2;
  } else {
    try {
      await buildApp(name);
      console.log(`built dist/apps/${name}`);
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
