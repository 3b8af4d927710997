import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadScripts, scriptNames } from './scripts.ts';

const folder = new URL('./lua/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.lua'));
const includes = readdirSync(new URL('includes/', folder));
const scripts = loadScripts();

test('each Lua file is a script that the engine runs', () => {
  expect(files.map((name) => name.replace('.lua', '')).sort()).toEqual([...scriptNames].sort());
});

test.each(files)('%s opens with its purpose, keys, arguments and answers', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const header = /^--\[\[\n[A-Z].+?\n\]\]\n/s.exec(text)?.[0] ?? '';
  expect(header).toMatch(/\nKEYS {2}1 /);
  expect(header).toMatch(/\n(ARGV {2}1|Returns)/);
  expect(header).toMatch(/\nReturns /);
});

/** Scripts whose further keys come with each call. */
const withFurtherKeys = ['stage', 'lead', 'attend', 'glance'];

test.each(scriptNames)('%s names as many keys as it is given', (name) => {
  const text = readFileSync(new URL(`${name}.lua`, folder), 'utf8');
  const line = /\nKEYS (.+?)\n(?=[A-Z])/s.exec(text)?.[1] ?? '';
  const highest = Math.max(...[...line.matchAll(/\d+/g)].map(Number));
  const given = scripts[name].keys('s').length;
  expect(line.includes('…') ? given >= highest : given === highest).toBe(
    !withFurtherKeys.includes(name),
  );
});

test.each([...files, ...includes.map((name) => `includes/${name}`)])(
  '%s can be read at a glance',
  (name) => {
    const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
    expect(lines.length).toBeLessThanOrEqual(61);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  },
);

test('every include is found, and none is left in a script', () => {
  for (const name of scriptNames) {
    expect(scripts[name].text).not.toContain('@include');
  }
});

test('all keys of a script carry the sale in braces, so a cluster keeps them together', () => {
  for (const name of scriptNames) {
    for (const key of scripts[name].keys('abc')) {
      expect(key).toMatch(/^fs[a-z]*:\{abc\}(:new)?$/);
    }
  }
});
