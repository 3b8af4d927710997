import { lineAnswer, positionAnswer, problem, publicSale } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { screenOf, screens } from '../purchase/state/screen.ts';
import { exampleOf } from './examples.ts';
import { type RecordedName, recordedNames, recordingAt } from './recordings.ts';

describe.each(screens)('the example of %s', (screen) => {
  test('is that state', () => {
    const { purchase, now } = exampleOf(screen);
    expect(screenOf(purchase, now)).toBe(screen);
  });
});

test.each([
  ['reconnecting', 'waiting'],
  ['disconnected', 'paused'],
] as const)('%s shows the last known state: %s', (name, screen) => {
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
] as const)('%s is somebody in line: %s', (name, screen) => {
  const { purchase, now } = exampleOf(name);
  expect(screenOf(purchase, now)).toBe(screen);
});

const answers = { sale: publicSale, line: lineAnswer, place: positionAnswer, problem };
const parts = Object.keys(answers) as (keyof typeof answers)[];

describe.each(recordedNames)('the recording of %s', (name) => {
  test.each(parts)('holds what the contract allows: %s', (part) => {
    const recorded = recordingAt(name, 0)[part];
    if (recorded) {
      expect(answers[part].parse(recorded)).toEqual(recorded);
    }
  });
});

test('moves every time of a recording, and nothing else', () => {
  const name: RecordedName = 'held';
  const early = recordingAt(name, 0);
  const late = recordingAt(name, 60_000);
  const leftOf = ({ at, place }: typeof early) =>
    place?.state === 'held' ? Date.parse(place.expiresAt) - Date.parse(at) : null;
  expect(leftOf(late)).toBe(leftOf(early));
  expect(Date.parse(late.at) - Date.parse(early.at)).toBe(60_000);
  expect(late.sale?.name).toBe(early.sale?.name);
});
