import { describe, expect, test } from 'vitest';
import {
  type Credentials,
  credentialOf,
  makesOwner,
  underBothNames,
  underNewNames,
} from './credentials.ts';

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
  ])('is never %s alone, which an attacker may know', (_, shown, alone) => {
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
    '%j names no session',
    (shown) => {
      expect(credentialOf(shown)).toBeNull();
    },
  );
});

describe('cookies of the version before, over https', () => {
  const old = '__Secure-better-auth.session_token=old.signature';
  const fresh = '__Host-better-auth.session_token=new.signature';

  test('are read as long as there is none of the new name, which no sibling domain can set', () => {
    expect(underNewNames(`a=b; ${old}`)).toBe(
      'a=b; __Host-better-auth.session_token=old.signature',
    );
    expect(underNewNames(`${old}; ${fresh}`)).toBe(`${old}; ${fresh}`);
    expect(underNewNames('a=b')).toBe('a=b');
    expect(underNewNames(undefined)).toBeUndefined();
  });

  test('are set and taken away together with the new ones', () => {
    const line = `${fresh}; Path=/; Secure`;
    expect(underBothNames(line)).toEqual([line, line.replace('__Host-', '__Secure-')]);
    expect(underBothNames('better-auth.session_token=x; Path=/')).toHaveLength(1);
  });

  test('stand for a session under either name', () => {
    for (const cookie of [old, fresh]) {
      expect(credentialOf({ cookie })).toContain('signature');
    }
  });
});

const admin = 'http://localhost:4200';

test.each([
  ['the admin site', { origin: 'http://localhost:4200' }, true],
  ['a program with neither', { 'user-agent': 'k6/1.8.1', cookie: 'a=b' }, true],
  ['the shop', { origin: 'http://localhost:4201' }, false],
  ['a name that only begins like the admin site', { origin: 'http://localhost:42001' }, false],
  ['a sandboxed page', { origin: 'null' }, false],
  ['an empty origin', { origin: '' }, false],
  ['a browser without origin but with referer', { referer: 'http://localhost:4200/' }, false],
  ['a browser without origin but with fetch metadata', { 'sec-fetch-site': 'none' }, false],
  ["a script that runs on Node's own fetch", { 'sec-fetch-mode': 'cors' }, true],
])('an open sign-up from %s', (_, headers, expected) => {
  expect(makesOwner(headers, admin)).toBe(expected);
});
