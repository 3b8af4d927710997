import { expect, test } from 'vitest';
import { networkOf } from './buyer-digests.ts';

const sale = { buyerKey: 'a'.repeat(64) };
const other = { buyerKey: 'b'.repeat(64) };

test('an IPv4 address is a network of its own, in whichever form it comes', () => {
  expect(networkOf(sale, '203.0.113.7')).toMatch(/^[\w-]{12}$/);
  expect(networkOf(sale, '::ffff:203.0.113.7')).toBe(networkOf(sale, '203.0.113.7'));
  expect(networkOf(sale, '203.0.113.8')).not.toBe(networkOf(sale, '203.0.113.7'));
});

test('an IPv6 address is known by its /48 and its /64, and by nothing more', () => {
  const [wide, narrow] = networkOf(sale, '2001:db8:1:2::5')?.split('.') ?? [];
  expect(networkOf(sale, '2001:db8:1:2:ffff::1')).toBe(`${wide}.${narrow}`);
  expect(networkOf(sale, '2001:0db8:0001:3::')?.split('.')[0]).toBe(wide);
  expect(networkOf(sale, '2001:db8:1:3::')?.split('.')[1]).not.toBe(narrow);
  expect(networkOf(sale, '2001:db8:2:2::5')?.split('.')[0]).not.toBe(wide);
});

test('a digest says nothing without the key of its sale, and there is none once that is destroyed', () => {
  expect(networkOf(other, '203.0.113.7')).not.toBe(networkOf(sale, '203.0.113.7'));
  expect(networkOf({ buyerKey: null }, '203.0.113.7')).toBeUndefined();
});
