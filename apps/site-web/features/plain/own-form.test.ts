import { expect, it } from 'vitest';
import { isOwnForm } from './own-form.ts';

it.each([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://shop.test', host: 'shop.test' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ origin: 'http://shop.test:4201', host: 'shop.test:4201' }, true],
  [{ origin: 'http://evil.test', host: 'shop.test' }, false],
  [{ origin: 'null', host: 'shop.test' }, false],
  [{ host: 'shop.test' }, false],
])('tells own forms from others: %o', (headers, isOwn) => {
  expect(isOwnForm(new Headers(headers as Record<string, string>))).toBe(isOwn);
});
