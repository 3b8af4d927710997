import { expect, test } from 'vitest';
import { drawBytes, drawToken } from './draw.ts';

test('no two tokens are the same, however many are drawn', () => {
  const tokens = Array.from({ length: 5_000 }, () => drawToken(9));
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(tokens.every((token) => /^[A-Za-z0-9_-]{12}$/.test(token))).toBe(true);
});

test('bytes that were drawn stay as they are while others are drawn', () => {
  const kept = drawBytes(12);
  const before = kept.toString('hex');
  for (let at = 0; at < 5_000; at += 1) {
    drawBytes(12);
  }
  expect(kept.toString('hex')).toBe(before);
});
