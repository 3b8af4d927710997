import { lineAnswer, positionAnswer, problem, publicSale } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { screenOf, screens } from '../purchase/state/screen.ts';
import { exampleOf, type RecordedName, recordedNames, recordingAt } from './examples.ts';

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

const answers = { sale: publicSale, line: lineAnswer, place: positionAnswer, problem };
const parts = Object.keys(answers) as (keyof typeof answers)[];

describe.each(recordedNames)('the recording of %s', (name) => {
  test.each(parts)('matches the API contract: %s', (part) => {
    const recorded = recordingAt(name, 0)[part];
    if (recorded) {
      expect(answers[part].parse(recorded)).toEqual(recorded);
    }
  });
});

test('a recording read for another moment has all its times moved and nothing else', () => {
  const name: RecordedName = 'held';
  const early = recordingAt(name, 0);
  const late = recordingAt(name, 60_000);
  const leftOf = ({ at, place }: typeof early) =>
    place?.state === 'held' ? Date.parse(place.expiresAt) - Date.parse(at) : null;
  expect(leftOf(late)).toBe(leftOf(early));
  expect(Date.parse(late.at) - Date.parse(early.at)).toBe(60_000);
  expect(late.sale?.name).toBe(early.sale?.name);
});
