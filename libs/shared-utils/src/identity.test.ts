import { describe, expect, test } from 'vitest';
import {
  drawDeviceCode,
  drawOrderCode,
  formatCode,
  parseDeviceCode,
  parseOrderCode,
} from './identity.ts';
import { createRandom } from './random.ts';

const random = createRandom(4);
const codes = Array.from({ length: 200 }, () => drawOrderCode((max) => Math.floor(random() * max)));
const ALPHABET = '34679CDFHJKMNPQRTXY';

describe('the code of an order', () => {
  test('is found again in every spelling that people type', () => {
    for (const code of codes) {
      const shown = formatCode(code);
      expect(shown).toMatch(/^[3-9A-Z]{3}-[3-9A-Z]{3}-[3-9A-Z]{3}$/);
      const spellings = [
        shown,
        code,
        shown.toLowerCase(),
        shown.replaceAll('-', ' '),
        `#${shown} `,
      ];
      expect(spellings.map(parseOrderCode)).toEqual(spellings.map(() => code));
    }
  });

  test('has no characters that look or spell like others, and no vowels', () => {
    expect(codes.join('')).not.toMatch(/[AEIOU0O1IL2Z5S8BGVW]/);
  });

  test('is never taken for another one when one character is misheard', () => {
    for (const code of codes.slice(0, 20)) {
      for (let at = 0; at < code.length; at += 1) {
        for (const other of ALPHABET.replace(code[at] ?? '', '')) {
          expect(parseOrderCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
        }
      }
    }
  });

  test('is never taken for another one when two of its characters change places', () => {
    for (const code of codes) {
      for (let a = 0; a < code.length; a += 1) {
        for (let b = a + 1; b < code.length; b += 1) {
          const swapped = Array.from(code);
          [swapped[a], swapped[b]] = [code[b] ?? '', code[a] ?? ''];
          const isSame = code[a] === code[b];
          expect(parseOrderCode(swapped.join(''))).toBe(isSame ? code : null);
        }
      }
    }
  });

  test.each(['', 'ann@example.org', 'K7M', '6b0ba8087b0f46b37f21b51e', '333-333-33O'])(
    'is not seen in "%s"',
    (text) => {
      expect(parseOrderCode(text)).toBeNull();
    },
  );
});

test('the code of a device is found in every spelling, and never taken for another or for that of an order', () => {
  const code = drawDeviceCode((max) => Math.floor(random() * max));
  expect(formatCode(code)).toMatch(/^(?:[3-9A-Z]{3}-){4}[3-9A-Z]{3}$/);
  for (const spelling of [code, formatCode(code).toLowerCase(), ` ${formatCode(code)} `]) {
    expect(parseDeviceCode(spelling)).toBe(code);
  }
  const misheard = Array.from(code, (char, at) =>
    Array.from(
      ALPHABET.replace(char, ''),
      (other) => code.slice(0, at) + other + code.slice(at + 1),
    ),
  ).flat();
  expect(misheard.map(parseDeviceCode)).toEqual(misheard.map(() => null));
  expect(parseOrderCode(code)).toBeNull();
  expect(parseDeviceCode(codes[0] ?? '')).toBeNull();
});
