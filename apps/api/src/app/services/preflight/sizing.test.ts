import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coresFor, loadOf, sizingMarkdown } from './sizing.ts';

test('docs/scaling.md has the tables of sizes that the check before a sale uses (npm run docs writes them)', () => {
  const path = new URL('../../../../../../docs/scaling.md', import.meta.url);
  expect(readFileSync(path, 'utf8')).toContain(sizingMarkdown());
});

test('a larger crowd never needs less of anything, and every part needs a core at least', () => {
  const crowds = [1, 100, 10_000, 50_000, 200_000];
  const needs = crowds.map((crowd) => coresFor(loadOf(crowd, 500)));
  expect(needs[0]).toEqual({ api: 1, worker: 1, redis: 1, mongo: 1 });
  for (const part of ['api', 'worker', 'redis', 'mongo'] as const) {
    const cores = needs.map((need) => need[part]);
    expect(cores).toEqual(cores.toSorted((one, other) => one - other));
  }
});
