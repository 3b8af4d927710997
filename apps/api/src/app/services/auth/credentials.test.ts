import { describe, expect, test } from 'vitest';
import { type Credentials, credentialOf } from './credentials.ts';

const own = 'better-auth.session_token=own.signature';

describe('what a session is remembered under', () => {
  const planted = 'session_token=planted';
  test.each<[string, Credentials, Credentials]>([
    [
      'a cookie of another name',
      { cookie: `__Secure-better-auth.${planted}; ${own}` },
      { cookie: `__Secure-better-auth.${planted}` },
    ],
    [
      'a cookie of the same name',
      { cookie: `better-auth.${planted}; ${own}` },
      { cookie: `better-auth.${planted}` },
    ],
    [
      'a bearer that proves nothing',
      { cookie: own, authorization: 'Bearer planted.nothing' },
      { authorization: 'Bearer planted.nothing' },
    ],
  ])('is never %s alone, which somebody else may know', (_, shown, alone) => {
    expect(credentialOf(shown)).toContain('own.signature');
    expect(credentialOf(alone)).not.toBe(credentialOf(shown));
  });

  test('is short, whatever is sent', () => {
    const long = 'x'.repeat(15_000);
    const [one, other] = [`${long}1`, `${long}2`].map((token) =>
      credentialOf({ authorization: `Bearer ${token}` }),
    );
    expect(one?.length).toBeLessThan(600);
    expect(one).not.toBe(other);
  });

  test.each([[{}], [{ cookie: 'a=b; better-auth.two_factor=x' }], [{ authorization: 'Basic x' }]])(
    '%j is nobody',
    (shown) => {
      expect(credentialOf(shown)).toBeNull();
    },
  );
});
