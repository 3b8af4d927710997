import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.next', '.nx', 'coverage', 'public']);

/** Each app and lib with its tags: `{ name, dir, kind, reach, runs, declared }`. */
export function listPackages(workspace) {
  return ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(workspace, group))
      .map((folder) => join(workspace, group, folder))
      .filter((dir) => existsSync(join(dir, 'package.json')))
      .map(readPackage),
  );
}

function readPackage(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const tags = Object.fromEntries((manifest.nx?.tags ?? []).map((tag) => tag.split(':')));
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  return { name: manifest.name, dir, ...tags, declared: new Set(Object.keys(declared)) };
}

export function listSources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listSources(path);
    return /\.(ts|tsx|mts|mjs|js|jsx)$/.test(entry.name) ? [path] : [];
  });
}
