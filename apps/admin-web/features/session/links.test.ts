import { tokenBody } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { isWellFormed, joinLinkIn, resetTokenIn } from './links.tsx';

const token = 'k3J9vQm2X7pLr8sT4wYz6aBc';

test('the path of a link gives its kind and its token', () => {
  expect(joinLinkIn(`/setup/${token}`)).toEqual({ kind: 'setup', token });
  expect(joinLinkIn(`/invitations/${token}`)).toEqual({ kind: 'invitation', token });
  expect(resetTokenIn(`/reset/${token}`)).toBe(token);
});

test.each([token, token.slice(0, 10), `${token}%20`, ''])(
  'a token is called malformed exactly when the API would refuse its form: %s',
  (text) => {
    expect(isWellFormed(text)).toBe(tokenBody.safeParse({ token: text }).success);
  },
);
