import { createHash, createHmac } from 'node:crypto';
import { createRandom } from '@flash/shared-utils';
import { describe, expect, test } from 'vitest';
import * as inBrowsers from './hashes.browser.ts';
import * as inNode from './hashes.server.ts';

const real = (input: string | Uint8Array) => createHash('sha256').update(input).digest('hex');

describe.each([
  ['in Node', inNode],
  ['in browsers', inBrowsers],
])('the hashes %s', (_, { sha256Hex, createHmacHex }) => {
  test('are SHA-256 at every length around the block borders', () => {
    const random = createRandom(11);
    for (let length = 0; length < 300; length += 1) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      expect(sha256Hex(bytes)).toBe(real(bytes));
    }
    const long = new Uint8Array(1_000_003).fill(7);
    expect(sha256Hex(long)).toBe(real(long));
    expect(sha256Hex('Grüße, 世界 🎟')).toBe(real('Grüße, 世界 🎟'));
  });

  test('are HMAC-SHA-256 for keys shorter and longer than a block', () => {
    for (const key of ['', 'k', 'x'.repeat(64), 'x'.repeat(65), 'ü'.repeat(80)]) {
      const hmac = createHmacHex(key);
      for (const text of ['text', '', 'x'.repeat(200)]) {
        expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
      }
    }
  });
});
