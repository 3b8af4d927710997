import { teamPassword } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { PASSWORD_MAX, PASSWORD_MIN, passwordRule } from './fields.tsx';

test.each([PASSWORD_MIN - 1, PASSWORD_MIN, PASSWORD_MAX, PASSWORD_MAX + 1])(
  'the form and the API agree on a password of %s characters',
  (length) => {
    const text = 'x'.repeat(length);
    expect(passwordRule(text).isMet).toBe(teamPassword.safeParse(text).success);
  },
);

test('the password rule says how many characters are missing', () => {
  expect(passwordRule('abcd').words).toContain('8 more to go');
});
