import { tokenBody } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { joinLinkIn, looksWhole, resetTokenIn } from './links.tsx';

const token = 'k3J9vQm2X7pLr8sT4wYz6aBc';

test('a link says what it is for and carries its token', () => {
  expect(joinLinkIn(`/setup/${token}`)).toEqual({ kind: 'setup', token });
  expect(joinLinkIn(`/invitations/${token}`)).toEqual({ kind: 'invitation', token });
  expect(resetTokenIn(`/reset/${token}`)).toBe(token);
});

test.each([token, token.slice(0, 10), `${token}%20`, ''])(
  'a link is called broken exactly when the API would refuse its form: %s',
  (text) => {
    expect(looksWhole(text)).toBe(tokenBody.safeParse({ token: text }).success);
  },
);
