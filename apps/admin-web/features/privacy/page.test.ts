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

test('e-mails that were sent and requests for e-mail are personal data, also of a person with no order', () => {
  const at = '2026-06-01T10:00:00.000Z';
  const mail = { flashSaleId: null, kind: 'password', state: 'sent', at, sentAt: at };
  const wish = { flashSaleId: 's1', address: null, locale: 'en', timeZone: 'UTC', at };
  const none = { ...example, orders: [] };
  expect(describeData({ ...none, mails: [mail], mailWishes: [] })).toEqual(['1 e-mail']);
  expect(describeData({ ...none, mails: [], mailWishes: [wish, wish] })).toEqual([
    '2 requests for e-mail',
  ]);
});

test('the exported file’s name contains no path separators', () => {
  expect(fileNameOf({ email: '../a+b@c.test' })).toBe('personal-data-..-a-b-c.test.json');
});
