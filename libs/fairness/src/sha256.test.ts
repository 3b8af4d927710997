import { createHash, createHmac as createRealHmac } from 'node:crypto';
import { createRandom } from '@flash/shared-utils';
import { describe, expect, test } from 'vitest';
import { createHmac, sha256Hex, toHex } from './sha256.ts';

const real = (input: string | Uint8Array) => createHash('sha256').update(input).digest('hex');

describe('SHA-256', () => {
  test('is the standard one at every length around the block borders', () => {
    const random = createRandom(11);
    for (let length = 0; length < 300; length += 1) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      expect(sha256Hex(bytes)).toBe(real(bytes));
    }
    const long = new Uint8Array(1_000_003).fill(7);
    expect(sha256Hex(long)).toBe(real(long));
    expect(sha256Hex('Grüße, 世界 🎟')).toBe(real('Grüße, 世界 🎟'));
  });

  test('keys a digest like everybody else', () => {
    for (const key of ['', 'k', 'x'.repeat(64), 'x'.repeat(65), 'ü'.repeat(80)]) {
      const hmac = createHmac(key);
      for (const text of ['text', '', 'x'.repeat(200)]) {
        const mac = createRealHmac('sha256', key).update(text).digest('hex');
        expect(toHex(hmac(text))).toBe(mac);
      }
    }
  });
});
