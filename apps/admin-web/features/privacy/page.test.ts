import { endpoints, type PrivacyExport } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { describeData, fileNameOf } from './page.tsx';

const example = endpoints.privacyExport.example.answer as PrivacyExport;

test('the summary of personal data names every kind that is stored, and no other', () => {
  expect(describeData(example)).toEqual(['1 order']);
  expect(describeData({ ...example, orders: [] })).toEqual([]);
  const account = {
    id: 'u1',
    name: 'Ada',
    email: 'ada@example.org',
    emailVerified: false,
    createdAt: null,
    lastUsedAt: null,
    sessions: [],
  };
  expect(describeData({ ...example, account })[0]).toBe(
    'An account: Ada, ada@example.org, 0 sessions',
  );
});

test('the exported file’s name contains no path separators', () => {
  expect(fileNameOf({ email: '../a+b@c.test' })).toBe('personal-data-..-a-b-c.test.json');
});
