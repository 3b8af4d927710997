import { expect, test } from 'vitest';
import { mailWords, returnWords } from './refund-button.tsx';

test('the refund dialog says who gets a returned unit', () => {
  expect(returnWords('open', 12)).toBe('12 people are waiting: the first gets it immediately.');
  expect(returnWords('open', 1)).toBe('1 person is waiting: the first gets it immediately.');
  expect(returnWords('paused', 3)).toContain('when the sale continues');
  expect(returnWords('open', 0)).toContain('The line is empty');
  expect(returnWords('open', null)).toContain('If the line is empty');
  expect(returnWords('archived', 3)).toContain('The sale is over');
});

test('a refund says whether its buyer is told by e-mail', () => {
  expect(mailWords('server')).toBe(' The buyer gets an e-mail about it.');
  expect(mailWords('kept')).toContain('gets no e-mail');
  expect(mailWords('off')).toContain('gets no e-mail');
  expect(mailWords(undefined)).toBe('');
});
