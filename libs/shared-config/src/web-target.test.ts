import { describe, expect, test } from 'vitest';
import { isPublicAddress, pinnedLookup, TargetRefused, targetFault } from './web-target.ts';

const strict = { allowPrivate: false, allowHttp: false };

describe('an address inside, however it is written,', () => {
  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:1::]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://[fd00:ec2::254]/',
  ])('%s is refused', (url) => {
    expect(targetFault(url, strict)).toBe('must not be a private or special address');
    expect(targetFault(url, { ...strict, allowPrivate: true })).toBeNull();
  });

  test.each(['localhost', 'localhost.', 'ip6-localhost'])(
    'the name %s is refused when it is looked up for the connection',
    async (name) => {
      const error = await new Promise<Error | null>((resolve) =>
        pinnedLookup(strict)(name, { all: true }, resolve),
      );
      // A system without such a name says so itself.
      expect(error instanceof TargetRefused || String(error).includes('ENOTFOUND')).toBe(true);
    },
  );
});

test.each([
  ['ftp://example.org/', 'must be an http or https address'],
  ['file:///etc/passwd', 'must be an http or https address'],
  ['nonsense', 'must be an http or https address'],
  ['http://example.org/', 'must be an https address'],
  ['https://user:word@example.org/', 'must not contain a user or password'],
])('the target %s is refused: it %s', (url, fault) => {
  expect(targetFault(url, strict)).toBe(fault);
});

test.each([
  'https://example.org/hook?a=1',
  'https://93.184.216.34/',
  'https://[2606:2800:220::1]/',
])('the public target %s is taken', (url) => {
  expect(targetFault(url, strict)).toBeNull();
});

test('an address that is none is not public', () => {
  expect(['', 'example.org', '1.2.3'].map(isPublicAddress)).toEqual([false, false, false]);
});

test('a lookup that is allowed inside answers one address or all, as it is asked', async () => {
  const open = pinnedLookup({ allowPrivate: true, allowHttp: true });
  const ask = (all: boolean) =>
    new Promise((resolve) => open('localhost', { all }, (_error, found) => resolve(found)));
  expect(await ask(false)).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(await ask(true)).toBeInstanceOf(Array);
});
