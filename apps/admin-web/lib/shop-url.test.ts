import { expect, test } from 'vitest';
import { inShop, shopUrl } from './shop-url.ts';

test.each([
  ['http://localhost:4201', {}],
  ['http://localhost:4301', { FEND_PORT: '4201', PORT_OFFSET: '100', FEND_HOST: '0.0.0.0' }],
  ['http://shop.local:80', { FEND_PORT: '80', FEND_HOST: 'shop.local' }],
  ['https://shop.example.org', { SITE_URL: 'https://shop.example.org/', FEND_PORT: '1' }],
])('the shop is found at %s', (url, env) => {
  expect(shopUrl(env)).toBe(url);
});

test('the shop’s address of a sale contains no language', () => {
  expect(inShop('https://shop.example.org', 'abc')).toBe('https://shop.example.org/sales/abc/');
});
