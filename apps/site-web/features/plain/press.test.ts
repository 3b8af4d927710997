import { expect, test } from 'vitest';
import { keyOfPress, pressOf } from './press.server.ts';

const early = new URLSearchParams('first');

test('a press on a shared page first gives the browser a secret, and is then repeated by it', () => {
  const first = pressOf(new Headers(), early);
  expect(first.kind).toBe('again');
  const response = first.kind === 'again' ? first.response : null;
  expect(response?.status).toBe(307);
  const cookie = response?.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^press=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax/);
  const second = pressOf(new Headers({ cookie: cookie.split(';')[0] ?? '' }), early);
  expect(second.kind).toBe('early');
});

test('a press from a browser without cookies is not repeated for ever', () => {
  const press = pressOf(new Headers(), new URLSearchParams('first&again'));
  expect(press.kind).toBe('early');
});

test('over https no other host can set the secret of a press', () => {
  const press = pressOf(new Headers(), early, 'https://shop.example');
  const cookie = press.kind === 'again' ? press.response.headers.get('set-cookie') : null;
  expect(cookie).toMatch(/^__Host-press=.*; Secure$/);
  const planted = new Headers({ cookie: `press=${'x'.repeat(32)}` });
  expect(pressOf(planted, early, 'https://shop.example').kind).toBe('again');
});

test('presses of one browser share their key for one address, and no other press has it', () => {
  const key = keyOfPress('a', 's1', 'ada@example.org ');
  expect(key).toBe(keyOfPress('a', 's1', 'ada@example.org'));
  expect(key.length).toBeGreaterThanOrEqual(22);
  const others = [
    keyOfPress('b', 's1', 'ada@example.org'),
    keyOfPress('a', 's2', 'ada@example.org'),
    keyOfPress('a', 's1', 'eve@example.org'),
  ];
  expect(others).not.toContain(key);
});
