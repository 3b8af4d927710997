// npm run pack:client: builds @flash/client for programs outside this workspace into dist/client, and packs it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from '../process/files.mjs';
import { root } from '../process/paths.mjs';

const source = join(root, 'libs/client');

/** Returns the path of the packed file. */
export async function packClient(target = join(root, 'dist/client')) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await bundle(join(target, 'index.js'));
  writeTypes(target);
  const { name, version, license } = readJson(join(source, 'package.json'));
  const manifest = {
    ...{ name, version, license },
    description:
      'Joins the line of a flash sale, waits for the turn and pays; without a framework.',
    type: 'module',
    exports: { '.': { types: './types/package.d.ts', default: './index.js' } },
    files: ['index.js', 'types', 'examples'],
    sideEffects: false,
    engines: { node: '>=20' },
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(source, 'README.md'), join(target, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  cpSync(join(root, 'docs/examples'), join(target, 'examples'), { recursive: true });
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json'], target));
  return join(target, filename);
}

/** One file without imports. */
export async function bundle(outfile) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(source, 'src/package.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'silent',
    tsconfig: join(root, 'tsconfig.base.json'),
  });
}

/** The declarations that the entry leads to; one that leads out of the package would be a type that no foreign project has. */
function writeTypes(target) {
  const emitted = join(target, '.types');
  const options = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false'];
  const where = ['--rootDir', join(root, 'libs'), '--outDir', emitted];
  run(join(root, 'node_modules/.bin/tsc'), ['-p', source, ...options, ...where], root);
  const waiting = ['package'];
  const written = new Set();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (written.has(file)) {
      continue;
    }
    written.add(file);
    const text = readFileSync(join(emitted, 'client/src', `${file}.d.ts`), 'utf8');
    const own = text.replace(/(from\s+|import\()'([^']+)'/g, (_, before, specifier) => {
      if (!specifier.startsWith('.')) {
        throw new Error(`the types of ${file} need ${specifier}, which the package does not bring`);
      }
      const next = posix.join(posix.dirname(file), specifier.replace(/\.ts$/, ''));
      waiting.push(next);
      return `${before}'${specifier.replace(/\.ts$/, '.js')}'`;
    });
    const path = join(target, 'types', `${file}.d.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, own);
  }
  rmSync(emitted, { recursive: true });
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
  return stdout;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await packClient());
}
