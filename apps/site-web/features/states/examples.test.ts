import { describe, expect, test } from 'vitest';
import { screenOf, screens } from '../purchase/state/screen.ts';
import { exampleOf } from './examples.ts';

describe.each(screens)('the gallery example of %s', (screen) => {
  test('shows that state', () => {
    const { purchase, now } = exampleOf(screen);
    expect(screenOf(purchase, now)).toBe(screen);
  });
});

test.each([
  ['reconnecting', 'waiting'],
  ['disconnected', 'paused'],
] as const)('the gallery example %s shows the last known state: %s', (name, screen) => {
  const { purchase, now } = exampleOf(name);
  expect(screenOf(purchase, now)).toBe(screen);
  expect(purchase.link).toBe('lost');
});

test.each([
  ['lineOfOne', 'almost'],
  ['lineOfThree', 'almost'],
  ['lineOfEight', 'almost'],
  ['lineOf300', 'waiting'],
  ['lineOfMillion', 'waiting'],
] as const)('the gallery example %s shows a buyer in line: %s', (name, screen) => {
  const { purchase, now } = exampleOf(name);
  expect(screenOf(purchase, now)).toBe(screen);
});

test.each([
  ['cardEarly', 'almost'],
  ['cardForm', 'held'],
  ['cardBlocked', 'held'],
  ['cardDeclined', 'failed'],
  ['cardNotConfirmed', 'failed'],
] as const)(
  'the gallery example %s shows a payment by a script of the provider: %s',
  (name, screen) => {
    const { purchase, now, form } = exampleOf(name);
    expect(screenOf(purchase, now)).toBe(screen);
    expect(purchase.payment).not.toBeNull();
    expect(form).not.toBeNull();
  },
);

test.each([
  ['deliveryInLine', 'reserved'],
  ['delivery', 'held'],
  ['deliveryMissing', 'held'],
  ['deliveryRefused', 'failed'],
  ['receipt', 'sold'],
] as const)('the gallery example %s shows a sale that delivers: %s', (name, screen) => {
  const { purchase, now } = exampleOf(name);
  expect(screenOf(purchase, now)).toBe(screen);
  expect(purchase.sale?.needsDeliveryAddress).toBe(true);
});

test.each([
  ['mailOffered', 'reserved', 'guest'],
  ['mailWanted', 'reserved', 'guest'],
  ['mailStopped', 'reserved', 'guest'],
  ['mailOfAccount', 'almost', 'account'],
  ['returnMail', 'soldOut', 'guest'],
  ['returnMailWanted', 'soldOut', 'guest'],
  ['deviceCode', 'reserved', 'guest'],
  ['deviceCodeUsed', 'reserved', 'guest'],
  ['codeAsked', 'joinReserved', 'guest'],
  ['codeRefused', 'joinReserved', 'guest'],
] as const)(
  'the gallery example %s shows a panel of a shop that sends mail: %s, of an %s',
  (name, screen, identity) => {
    const { purchase, now } = exampleOf(name);
    expect(screenOf(purchase, now)).toBe(screen);
    expect(purchase).toMatchObject({ hasMail: true, sale: { identity } });
  },
);

test('the gallery example joinTurnedAway shows a join that the page repeats: joining', () => {
  const { purchase, now } = exampleOf('joinTurnedAway');
  expect(screenOf(purchase, now)).toBe('joining');
  expect(purchase.failure).toMatchObject({ action: 'joining', refusal: { code: 'BUSY' } });
});

test('the gallery example of a sale with a picture carries the bytes of the picture', () => {
  const { purchase, now } = exampleOf('picture');
  expect(screenOf(purchase, now)).toBe('join');
  expect(purchase.sale?.picture?.url).toMatch(/^data:image\//);
});

test('a device whose code was used is told so by the answer that is asked for again', async () => {
  const ask = async (name: 'deviceCode' | 'deviceCodeUsed') => {
    const answer = await exampleOf(name).shop.deviceCode({ query: { flashSaleId: 'any' } });
    return answer.ok && answer.value.state;
  };
  expect(await ask('deviceCode')).toBe('open');
  expect(await ask('deviceCodeUsed')).toBe('used');
});
