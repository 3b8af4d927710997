import { expect, test } from 'vitest';
import { compileLua } from './compile.ts';
import type { Table } from './values.ts';

const run = (text: string) => compileLua(text)([], [], () => undefined);

test.each(['return math.sqrt(4)', 'return string.rep("a", 2)', 'return os.time()'])(
  'a script that uses what the library lacks is not compiled: %s',
  (text) => {
    expect(() => compileLua(text)).toThrow('a script uses');
  },
);

test('lists are sorted as Lua does', () => {
  const sorted = run(
    `local list = { 3, 1, 2 }
     table.sort(list, function(a, b) return a > b end)
     return list`,
  );
  expect((sorted as Table).list.slice(1)).toEqual([3, 2, 1]);
  const words = run(`local list = { 'b', 'a' } table.sort(list) return list`);
  expect((words as Table).list.slice(1)).toEqual(['a', 'b']);
  expect(run('return math.abs(-3)')).toBe(3);
});
