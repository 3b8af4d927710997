import { expect, test } from 'vitest';
import { createPreviews, PREVIEW_MS } from './previews.ts';

const SALE = '6650f1a2b3c4d5e6f7a8b9c0';
const NOW = Date.UTC(2026, 5, 1, 10);
const previews = createPreviews({ secret: 'one', previous: null });
const { token, expiresAt } = previews.issue(SALE, NOW);

test('a preview shows its sale for one hour and not a moment longer', () => {
  expect(expiresAt).toBe(NOW + 60 * 60_000);
  expect(previews.read(token, NOW)).toEqual({ saleId: SALE, expiresAt });
  expect(previews.read(token, expiresAt - 1)).not.toBeNull();
  expect(previews.read(token, expiresAt)).toBeNull();
});

test('a preview that was altered in any character shows nothing', () => {
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'a' ? 'b' : 'a';
    const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
    expect(previews.read(altered, NOW), altered).toBeNull();
  }
});

test('a preview cannot be prolonged or moved to another sale, and rubbish is no preview', () => {
  const [version, , , mark] = token.split('.');
  const later = (NOW + 2 * PREVIEW_MS).toString(36);
  const texts = [
    `${version}.${SALE}.${later}.${mark}`,
    `${version}.6650f1a2b3c4d5e6f7a8b9c1.${expiresAt.toString(36)}.${mark}`,
    `${token}.x`,
    token.slice(0, -1),
    '',
    '...',
  ];
  expect(texts.map((text) => previews.read(text, NOW))).toEqual(texts.map(() => null));
});

test('after the secret changes, previews of the previous one are shown until they expire', () => {
  const after = createPreviews({ secret: 'two', previous: 'one' });
  expect(after.read(token, NOW)?.saleId).toBe(SALE);
  expect(createPreviews({ secret: 'two', previous: null }).read(token, NOW)).toBeNull();
});
