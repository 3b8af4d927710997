import { describe, expect, test } from 'vitest';
import { addressKey, isLoopback, isPrivate } from './address.ts';

describe('limits count people, as far as an address can tell', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s is %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });
});

describe('loopback', () => {
  test.each(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
    'is %s',
    (ip) => {
      expect(isLoopback(ip)).toBe(true);
    },
  );

  test.each([
    '128.0.0.1',
    '10.0.0.1',
    '::2',
    '::ffff:128.0.0.1',
    '127.0.0.1.evil',
    'localhost',
    '',
  ])('is not %s', (ip) => {
    expect(isLoopback(ip)).toBe(false);
  });
});

describe('private', () => {
  test.each([
    '10.0.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    'fc00::1',
    'fe80::1',
  ])('is %s', (ip) => {
    expect(isPrivate(ip)).toBe(true);
  });

  test.each([
    '11.0.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2001:db8::1',
    'unknown',
    '',
  ])('is not %s', (ip) => {
    expect(isPrivate(ip)).toBe(false);
  });
});
