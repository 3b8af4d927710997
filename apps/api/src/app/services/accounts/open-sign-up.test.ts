import { expect, test } from 'vitest';
import { makesOwner } from './open-sign-up.ts';

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
