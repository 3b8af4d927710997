import { expect, test } from 'vitest';
import { evidenceOf } from './evidence.ts';

const file = `import { a } from './a.ts';
const helper = () => a;
test('one', () => { helper(); });
test.each([1, 2])('%i of two', () => {});
describe('group', () => { test('inner', () => {}); });
`;

test('what a test found stays found while others are added beside it, and not when it or a helper changes', () => {
  const longer = `${file}test('another', () => {});\n`;
  for (const name of ['one', '2 of two', 'group > inner']) {
    const evidence = evidenceOf(file, name);
    expect(evidenceOf(longer, name)).toBe(evidence);
    expect(evidenceOf(file.replace('=> a', '=> b'), name)).not.toBe(evidence);
  }
  expect(evidenceOf(file.replace('helper();', ''), 'one')).not.toBe(evidenceOf(file, 'one'));
  expect(evidenceOf(file.replace('[1, 2]', '[1]'), '1 of two')).not.toBe(
    evidenceOf(file, '1 of two'),
  );
});

test('a test that cannot be told from others is its whole file', () => {
  expect(evidenceOf(file, 'loads')).toBe(file.trim());
});
