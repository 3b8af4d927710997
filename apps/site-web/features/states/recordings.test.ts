import {
  endpoints,
  lineAnswer,
  positionAnswer,
  problem,
  publicSale,
  publicSaleAnswer,
} from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { type RecordedName, recordedNames, recordingAt } from './recordings.ts';

const answers = {
  ...{ sale: publicSale, meta: publicSaleAnswer.shape.meta, line: lineAnswer },
  ...{ place: positionAnswer, problem },
};
const parts = Object.keys(answers) as (keyof typeof answers)[];

describe.each(recordedNames)('the recording of %s', (name) => {
  test.each(parts)('matches the API contract: %s', (part) => {
    const recorded = recordingAt(name, 0)[part];
    if (recorded) {
      expect(answers[part].parse(recorded)).toEqual(recorded);
    }
  });
});

test.each(recordedNames)(
  'what else was asked and recorded of %s matches the API contract',
  (name) => {
    for (const { call, answer } of recordingAt(name, 0).asked) {
      expect(endpoints[call].answer.parse(answer), call).toEqual(answer);
    }
  },
);

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
