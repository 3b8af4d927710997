import * as kept from './vitest.ts';

/** What these tests have done, in order. */
export const done: string[] = [];
const note = (what: string) => void done.push(what);

kept.beforeAll(() => note('all'));
kept.beforeEach(() => note('before'));
kept.afterEach(() => note('after'));

kept.test('a test', () => {
  kept.onTestFinished(() => note('first ending'));
  kept.onTestFinished(() => note('second ending'));
  note('test');
});

kept.describe('a group', () => {
  kept.beforeEach(() => note('before in the group'));
  kept.test.each([
    ['one', 1],
    ['two', 2],
  ])('has %s', (_name, count) => {
    kept.expect(count).toBe(1);
  });
});
