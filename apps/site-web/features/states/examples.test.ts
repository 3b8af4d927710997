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
  ['deliveryInLine', 'waiting'],
  ['delivery', 'held'],
  ['deliveryRefused', 'failed'],
] as const)('the gallery example %s shows a sale that delivers: %s', (name, screen) => {
  const { purchase, now } = exampleOf(name);
  expect(screenOf(purchase, now)).toBe(screen);
  expect(purchase.sale?.needsDeliveryAddress).toBe(true);
});
