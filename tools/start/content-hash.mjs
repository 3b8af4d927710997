import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

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
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
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
