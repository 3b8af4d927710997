import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createScriptHashes } from './script-hashes.ts';

const root = mkdtempSync(join(tmpdir(), 'script-hashes-'));
const pages = join(root, 'apps/shop/.next/server/app');
const hashOf = (script: string) => `sha256-${createHash('sha256').update(script).digest('base64')}`;

mkdirSync(join(pages, 'de'), { recursive: true });
writeFileSync(join(pages, 'de.html'), '<script>one()</script><script>one()</script>');
writeFileSync(join(pages, 'de/sale.html'), '<script>two()</script>');
afterAll(() => rmSync(root, { recursive: true }));

test('a page of a build may run the inline scripts that stand in it', () => {
  const scriptHashes = createScriptHashes('apps/shop', root);
  expect(scriptHashes('/de')).toEqual([hashOf('one()')]);
  expect(scriptHashes('/de/sale')).toEqual([hashOf('two()')]);
});

test('a site with one policy for all pages may run the inline scripts of all of them', () => {
  const scriptHashes = createScriptHashes('apps/shop', root);
  expect([...scriptHashes()].sort()).toEqual([hashOf('one()'), hashOf('two()')].sort());
});

test('a site that was not built says so instead of serving pages without scripts', () => {
  const scriptHashes = createScriptHashes('apps/other', root);
  expect(() => scriptHashes('/de')).toThrow('The pages of apps/other are not built');
});
