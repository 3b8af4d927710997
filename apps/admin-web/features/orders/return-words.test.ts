import { expect, test } from 'vitest';
import { returnWords } from './return-words.ts';

test('who refunds knows who gets the unit', () => {
  expect(returnWords('open', 12)).toBe('12 people wait: the first gets it at once.');
  expect(returnWords('open', 1)).toBe('1 person waits: the first gets it at once.');
  expect(returnWords('paused', 3)).toContain('as soon as the sale goes on');
  expect(returnWords('open', 0)).toContain('Nobody waits');
  expect(returnWords('open', null)).toContain('if nobody waits');
  expect(returnWords('archived', 3)).toContain('The sale is over');
});
