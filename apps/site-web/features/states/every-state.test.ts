import { lineAnswer, publicSale, purchaseState } from '@flash/shared-types';
import { describe, expect, it } from 'vitest';
import { screenOf, screens } from '../purchase/screen.ts';
import { exampleOf } from './example.ts';

describe.each(screens)('the example of %s', (screen) => {
  const { purchase, now } = exampleOf(screen);

  it('is that state', () => {
    expect(screenOf(purchase, now)).toBe(screen);
  });

  it('is made of what the API may answer', () => {
    if (purchase.place) expect(purchaseState.parse(purchase.place)).toEqual(purchase.place);
    if (purchase.line) expect(lineAnswer.parse(purchase.line)).toEqual(purchase.line);
    if (purchase.sale) expect(publicSale.parse(purchase.sale)).toEqual(purchase.sale);
  });
});
