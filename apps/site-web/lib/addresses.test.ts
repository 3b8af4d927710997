import { describe, expect, test } from 'vitest';
import { preferredLocale } from '../i18n/locales.ts';
import { codeIn, codeLink, idIn, targetOf, tokenIn, withoutLocale } from './addresses.ts';

describe('the address', () => {
  test.each([
    ['/ar/orders/o1', '/ar/receipt'],
    ['/en/privacy/', '/en/privacy'],
    ['/de/password', '/de/password'],
    ['/en/__states', '/en/states'],
  ])('%s is answered by the static page %s', (address, path) => {
    expect(targetOf(address, 'de')).toEqual({ kind: 'shell', path });
  });

  test.each([
    ['/en', '/en', '/first/en'],
    ['/ar/', '/ar', '/first/ar'],
    ['/en/sales/s1/', '/en/sale', '/first/en/s1'],
  ])(
    '%s is answered by the static page %s with facts of the shop in it',
    (address, path, filled) => {
      expect(targetOf(address, 'de')).toEqual({ kind: 'shell', path, filled });
    },
  );

  test.each(['/en/nothing', '/en/sale/x', '/en/constructor', '/en/sales/s1/other', '/en/a/b/c/d'])(
    '%s is answered by the not-found page of its language',
    (address) => {
      expect(targetOf(address, 'de')).toEqual({ kind: 'shell', path: '/en/lost', status: 404 });
    },
  );

  test.each([
    ['/', '/de'],
    ['/orders', '/de/orders'],
    ['/sales/s1', '/de/sales/s1/'],
    ['/sales/s1/', '/de/sales/s1/'],
    ['//evil.example/x', '/de/evil.example/x'],
  ])('%s redirects to the reader’s language at %s', (address, to) => {
    expect(targetOf(address, 'de')).toEqual({ kind: 'redirect', to });
  });

  test('of a sale ends in a slash, so that its plain page is a relative link', () => {
    expect(targetOf('/de/sales/s1', 'en')).toEqual({ kind: 'redirect', to: '/de/sales/s1/' });
    const plain = { kind: 'plain', path: '/plain/ar/s1' };
    expect(targetOf('/ar/sales/s1/plain', 'en')).toEqual(plain);
    expect(targetOf('/sales/s1/plain', 'ar')).toEqual(plain);
  });

  test('of a file is passed through', () => {
    expect(targetOf('/_next/static/a.js', 'en')).toEqual({ kind: 'pass' });
    expect(targetOf('/config.json', 'en')).toEqual({ kind: 'pass' });
  });

  test('gives the id of a sale or order in any language, and an empty one otherwise', () => {
    expect(idIn('/sales/s1/', 'sales')).toBe('s1');
    expect(idIn('/ar/orders/o%201', 'orders')).toBe('o 1');
    expect(idIn('/de/sales/%E0%A4%A', 'sales')).toBe('');
    expect(withoutLocale('/de')).toBe('/');
    expect(withoutLocale('/design')).toBe('/design');
  });
});

test('the link that opens a place elsewhere has its code in the fragment, which no server is sent', () => {
  const link = new URL(codeLink('https://shop.test/de/sales/s1/#place', 'K7M-4QX-9HX-PRT-3NJ'));
  expect(link.pathname + link.search).toBe('/de/sales/s1/');
  expect(codeIn(link.hash)).toBe('K7M-4QX-9HX-PRT-3NJ');
  expect(['', '#place', '#code='].map(codeIn)).toEqual(['', '', '']);
  expect(codeIn('#code=<b>')).toBe('b');
});

describe('the language of a reader without a language in the address', () => {
  test('is the chosen one, else the browser’s first that this site has', () => {
    expect(preferredLocale('ar', 'de')).toBe('ar');
    expect(preferredLocale(undefined, 'fr-FR, en;q=0.5, de-AT;q=0.8')).toBe('de');
    expect(preferredLocale('xx', 'fr')).toBe('en');
    expect(preferredLocale(undefined, null)).toBe('en');
  });
});

test.each([
  [
    '#token=Zk2b0mX1pQ9sT6vW3yA8cE5gJ7lN4rU0dF2hK9oS1xY',
    'Zk2b0mX1pQ9sT6vW3yA8cE5gJ7lN4rU0dF2hK9oS1xY',
  ],
  ['#token=short', ''],
  ['#code=347-9CD-FHJ-KMN', ''],
  ['', ''],
])('the fragment %j has the token %j', (hash, token) => {
  expect(tokenIn(hash)).toBe(token);
});
