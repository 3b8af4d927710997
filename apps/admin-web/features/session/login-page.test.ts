import { expect, test } from 'vitest';
import { addresses } from '../../lib/addresses.ts';
import { nextAddress } from './login-page.tsx';

test('signing in leads back to the requested page', () => {
  const next = '/dashboard/orders?q=shoe';
  expect(nextAddress(`?next=${encodeURIComponent(next)}`)).toBe(next);
});

test.each([
  '',
  '?next=https://evil.test',
  '?next=//evil.test',
  '?next=/login',
  '?next=javascript:x',
])('signing in never leads to another site: %s', (search) => {
  expect(nextAddress(search)).toBe(addresses.sales);
});
