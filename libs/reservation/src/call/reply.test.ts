import { expect, test } from 'vitest';
import { checkId, keysOf } from '../keys.ts';
import { parsePlace, readReply } from './reply.ts';

test('an answer of another shape than expected is a bug, never a zero', () => {
  expect(() => readReply('OK')).toThrow(TypeError);
  expect(() => readReply([]).number()).toThrow(TypeError);
  expect(() => readReply(['']).number()).toThrow(TypeError);
  expect(() => readReply(['x']).number()).toThrow(TypeError);
  expect(() => readReply([1]).text()).toThrow(TypeError);
  expect(() => readReply([[1]]).texts()).toThrow(TypeError);
  expect(() => readReply(['a']).texts()).toThrow(TypeError);
});

test('numbers come as numbers or as text', () => {
  const r = readReply([1, '2', -1, 'text', ['a'], ['3']]);
  expect([r.number(), r.number(), r.numberOrNull(), r.text(), r.texts()]).toEqual([
    1,
    2,
    null,
    'text',
    ['a'],
  ]);
  expect(r.fields().number()).toBe(3);
});

test('a place that no release can have written is refused', () => {
  expect(() => parsePlace('a', 'x 1 2')).toThrow(TypeError);
  expect(() => parsePlace('a', 'w 1')).toThrow(TypeError);
  expect(() => parsePlace('a', 'w 1 x')).toThrow(TypeError);
});

test('the braces in key names are literal', () => {
  expect(keysOf('abc').line).toBe('fsq:{abc}');
});

test('an id is letters, digits, _ and -, at most 64', () => {
  expect(checkId('buyer', 'a'.repeat(64))).toHaveLength(64);
  for (const id of ['', 'a b', '{a}', 'a:b', 'a\n', 'a'.repeat(65)]) {
    expect(() => checkId('buyer', id)).toThrow('buyer is not an id');
  }
});
