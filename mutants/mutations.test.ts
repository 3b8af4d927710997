import { expect, test } from 'vitest';
import { applied, mutationsOf } from './mutations.ts';
import { nearestTests, targets } from './targets.ts';

const variants = (file: string, text: string) =>
  mutationsOf(file, text).map((mutation) => applied(text, mutation));

test('a condition of a script is taken for true and for false, its sides are left out, its limits move', () => {
  expect(variants('a.lua', 'if a > 1 and b then c() end')).toEqual([
    'if true then c() end',
    'if false then c() end',
    'if a > 1 then c() end',
    'if b then c() end',
    'if a >= 1 and b then c() end',
  ]);
});

test('a value that is chosen by `and` and `or` counts as a conditional', () => {
  expect(variants('a.lua', 'local x = a and b or c')).toEqual([
    'local x = a and b',
    'local x = c',
    'local x = a or c',
    'local x = b or c',
  ]);
});

test('a loop is ended at once, and not made endless', () => {
  expect(variants('a.lua', 'while n ~= 0 do n = n - 1 end')).toEqual([
    'while false do n = n - 1 end',
    'while n == 0 do n = n - 1 end',
  ]);
  expect(variants('a.ts', 'for (;;) { f(); }')).toEqual([]);
});

test('the same is done to TypeScript', () => {
  expect(variants('a.ts', 'const x: number = a === 1 ? b ?? 2 : 3;')).toEqual([
    'const x: number = true ? b ?? 2 : 3;',
    'const x: number = false ? b ?? 2 : 3;',
    'const x: number = a !== 1 ? b ?? 2 : 3;',
    'const x: number = a === 1 ? b : 3;',
    'const x: number = a === 1 ? 2 : 3;',
  ]);
});

test('a script is judged first by the tests that call it most, and an include by those of its users', () => {
  const scripts = targets.find(({ name }) => name === 'scripts');
  const nearest = (file: string) =>
    scripts ? nearestTests(scripts, `libs/reservation/src/lua/${file}`) : [];
  expect(nearest('claim.lua')[0]).toBe('libs/reservation/src/engine/claim.int.test.ts');
  // Only `adjust` takes units out of sale.
  expect(nearest('includes/retire.lua')).toEqual(nearest('adjust.lua'));
  expect(nearest('adjust.lua')).not.toEqual([]);
});

test('code of the worker is judged first by the tests beside it that import it', () => {
  const sweep = targets.find(({ name }) => name === 'sweep');
  const nearest = sweep ? nearestTests(sweep, 'apps/worker/src/expiry/outage.ts') : [];
  expect(nearest[0]).toMatch(/expiry\/outage\..*test\.ts$/);
});
