import { expect, test } from 'vitest';
import { providerWords } from './order-words.tsx';

test('an order says what was given back at the provider and what the bank of the buyer disputes', () => {
  const words = (refundedMinor: number, isDisputed: boolean) =>
    providerWords({
      currency: 'EUR',
      atProvider: {
        refundedMinor,
        dispute: isDisputed
          ? {
              id: 'dp_1',
              status: 'needs_response',
              reason: 'product_not_received',
              amountMinor: 1_999,
            }
          : null,
      },
    });
  expect(providerWords({ currency: 'EUR', atProvider: null })).toBeNull();
  expect(words(0, false)).toBeNull();
  expect(words(500, false)).toBe('€5.00 was refunded.');
  expect(words(500, true)).toBe(
    '€5.00 was refunded. The buyer’s bank disputes €19.99 (product not received): needs response.',
  );
});
