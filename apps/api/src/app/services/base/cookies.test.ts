import { describe, expect, test } from 'vitest';
import { cookieOf, cookiesOf, cookieText } from './cookies.ts';

describe('cookies', () => {
  test('are found by their whole name, first one first', () => {
    const header = 'my-a=0; a=1;b=x=y ; a=2; broken; =none';
    expect(cookieOf(header, 'a')).toBe('1');
    expect(cookieOf(header, 'b')).toBe('x=y');
    expect(cookieOf(header, 'broken')).toBeUndefined();
    expect(cookieOf(undefined, 'a')).toBeUndefined();
    expect([...cookiesOf(header)].map(([name]) => name)).toEqual(['my-a', 'a', 'b', 'a']);
  });

  test('are closed to scripts and other sites, and to plain HTTP where there is HTTPS', () => {
    expect(cookieText('t', 'v', { maxAgeSeconds: 60, secure: false })).toBe(
      't=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax',
    );
    expect(cookieText('t', 'v', { maxAgeSeconds: 60, secure: true })).toMatch(/; Secure$/);
  });
});
