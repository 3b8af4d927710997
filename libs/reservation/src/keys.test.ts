import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keysOf } from './keys.ts';

const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
const section = page.split('## Keys in Redis')[1]?.split('\n## ')[0] ?? '';
const documented = [...section.matchAll(/`(fs[a-z]+):\{id\}/g)].map(([, family]) => family);

test('the table of keys in docs/architecture.md names each key of a sale once, and no other', () => {
  const families = Object.values(keysOf('abc')).map((key) => key.split(':')[0]);
  expect([...documented].sort()).toEqual([...families].sort());
});
