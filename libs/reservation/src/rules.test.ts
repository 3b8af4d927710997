import { expect, test } from 'vitest';
import { rulesOf, type SaleFacts } from './rules.ts';

const sale: SaleFacts = {
  startsAt: 1,
  endsAt: 2,
  lobbyOpensAt: 0,
  holdTtlSeconds: 900,
  fastPassPercent: 1,
  price: 100,
  extensions: 1,
  extensionSeconds: 300,
  honourHoldsAfterEnd: true,
  paused: null,
  message: '',
  status: 'OnSchedule',
  placesPerNetwork: 0,
  holdsBeforeWait: 0,
  version: 1,
};

test('a sale that ended by hand honours the holds it promised to honour', () => {
  expect(rulesOf({ ...sale, status: 'ended' })).toMatchObject({
    closed: true,
    honourHoldsAfterEnd: true,
  });
});

test('a cancelled sale sells nothing more, not even what is held', () => {
  expect(rulesOf({ ...sale, status: 'cancelled' })).toMatchObject({
    closed: true,
    honourHoldsAfterEnd: false,
  });
});
