import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('the last names are remembered, and never more than twice as many', () => {
  const recent = createRecent<number>(10);
  for (let at = 0; at < 100; at += 1) {
    recent.set(`${at}`, at);
  }
  const known = Array.from({ length: 100 }, (_, at) => recent.get(`${at}`) === at);
  expect(known.slice(90)).toEqual(Array(10).fill(true));
  expect(known.filter(Boolean).length).toBeLessThanOrEqual(20);
});

test('what is used again and again is not forgotten', () => {
  const recent = createRecent<string>(10);
  recent.set('own', 'kept');
  for (let at = 0; at < 100; at += 1) {
    recent.set(`${at}`, 'other');
    expect(recent.get('own')).toBe('kept');
  }
});
