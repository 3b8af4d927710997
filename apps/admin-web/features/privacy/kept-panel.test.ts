import { endpoints, type PrivacyExport } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { fileNameOf, keptWords } from './kept-panel.tsx';

const example = endpoints.privacyExport.example.answer as PrivacyExport;

test('a person who asks hears of everything that is kept, and of nothing else', () => {
  expect(keptWords(example)).toEqual(['1 order']);
  expect(keptWords({ ...example, orders: [] })).toEqual([]);
  const account = {
    id: 'u1',
    name: 'Ada',
    email: 'ada@example.org',
    createdAt: null,
    sessions: [],
  };
  expect(keptWords({ ...example, account })[0]).toBe(
    'An account: Ada, ada@example.org, 0 sessions',
  );
});

test('the file has a harmless name', () => {
  expect(fileNameOf({ email: '../a+b@c.test' })).toBe('kept-about-..-a-b-c.test.json');
});
