import type { Snapshot } from '@flash/reservation';
import { describe, expect, it } from 'vitest';
import { isOpen, restOf } from './sale-window.ts';

const IDLE_MS = 10_000;

function shot(changes: Partial<Snapshot>): Snapshot {
  return {
    ...{ kind: 'snapshot', epoch: 1, n: 1, seq: 0, serving: 0, fence: 0, stock: 10, granted: 0 },
    ...{ free: 10, held: 0, claimed: 0, sold: 0, waiting: 0, oldest: null, nextExpiryAt: null },
    ...{
      now: 1_000,
      lobbyOpensAt: 100,
      startsAt: 500,
      endsAt: 2_000,
      version: 1,
      graceUntil: 0,
      storedN: 0,
      server: 'a',
      lacksRules: false,
      logTypes: 0,
    },
    ...{ paused: false, pauseReason: '', pauseSince: 0, message: '', closed: false, halted: '' },
    ...changes,
  };
}

describe('for how long a sale is left alone', () => {
  it.each([
    ['a buyer waits', { waiting: 1 }, 0],
    ['a buyer holds', { held: 1 }, 0],
    ['a buyer holds after the end', { held: 1, now: 3_000 }, 0],
    ['a payment runs after the end', { claimed: 1, closed: true }, 0],
    ['the lobby is open', { now: 200 }, 1_000],
    ['it is paused', { paused: true }, 1_000],
    ['no buyer is there', {}, IDLE_MS],
    ['the lobby is not open yet', { now: 50 }, IDLE_MS],
    ['a line is left over after the end', { waiting: 5, now: 3_000 }, IDLE_MS],
  ] as const)('when %s', (_when, changes, restMs) => {
    expect(restOf(shot(changes), IDLE_MS)).toBe(restMs);
  });
});

describe('units are handed out', () => {
  it.each([
    ['inside the window', {}, true],
    ['not before it', { now: 499 }, false],
    ['from its first moment', { now: 500 }, true],
    ['not at its end', { now: 2_000 }, false],
    ['not while paused', { paused: true }, false],
    ['not when ended by hand', { closed: true }, false],
    ['not while halted', { halted: 'stock' }, false],
  ] as const)('%s', (_when, changes, expected) => {
    expect(isOpen(shot(changes))).toBe(expected);
  });
});
