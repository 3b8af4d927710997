// node tools/build.mjs <api|worker>: bundles the app's entry points into dist/apps/<name>/*.mjs
import { cpSync, existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from './process/files.mjs';
import { root } from './process/paths.mjs';
import { commitOf } from './run/commit.mjs';

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

export async function buildApp(name) {
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
    console.error('usage: node tools/build.mjs <api|worker>');
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
