import { expect, test } from 'vitest';
import { type KeptTest, keepTests, runTest } from './vitest.ts';

const fixture = new URL('./kept.fixture.ts', import.meta.url).href;

test('tests that are kept have the names that vitest gives them, and can be run again and again', async () => {
  const { tests, before } = await keepTests('a.test.ts', fixture);
  const { done } = (await import(fixture)) as { done: string[] };
  const names = ['a test', 'a group > has one', 'a group > has two'];
  expect(tests.map(({ name }) => name)).toEqual(names);
  for (const work of before) {
    await work();
  }
  const [first, one, two] = tests as [KeptTest, KeptTest, KeptTest];
  await runTest(first);
  await runTest(first);
  await runTest(one);
  await expect(runTest(two)).rejects.toThrow('expected 2 to be 1');
  const once = ['before', 'test', 'second ending', 'first ending', 'after'];
  const inGroup = ['before', 'before in the group', 'after'];
  expect(done).toEqual(['all', ...once, ...once, ...inGroup, ...inGroup]);
});
