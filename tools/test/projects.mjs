import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

const short = { admin: 'admin-web', site: 'site-web' };

/** `api` → `{ name: '@flash/api', path: 'apps/api' }`; nothing means the whole workspace. */
export function findProject(word, workspace = root) {
  if (!word) return undefined;
  if (word === 'tools') return { name: 'tools', path: 'tools' };
  const folder = short[word] ?? word;
  const path = ['apps', 'libs']
    .map((group) => `${group}/${folder}`)
    .find((candidate) => existsSync(join(workspace, candidate, 'package.json')));
  if (path) return { name: `@flash/${folder}`, path };
  const known = ['apps', 'libs'].flatMap((group) => readdirSync(join(workspace, group)));
  throw new Error(`There is no project "${word}". Projects: ${known.join(', ')}, tools`);
}
