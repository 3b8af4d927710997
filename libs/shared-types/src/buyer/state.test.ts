import { describe, expect, test } from 'vitest';
import { phaseOf, publicStatusOf, salePhase } from '../sale/phase.ts';
import { buyAnswer, positionAnswer } from './purchase.ts';
import { purchaseState, stateNames, v1Status } from './state.ts';

const place = {
  seq: 1_000_000_007,
  position: 7,
  ahead: 6,
  size: 9,
  free: 0,
  held: 2,
  stock: 40,
  pollAfterMs: 1_000,
  serverNow: '2026-06-01T10:00:00.000Z',
  epoch: 1,
  n: 12,
  message: null,
  pause: null,
  wait: null,
};
const every = {
  ...place,
  holdId: '5',
  startsAt: place.serverNow,
  lobbyOpensAt: place.serverNow,
  expiresAt: place.serverNow,
  expiredAt: place.serverNow,
  removedAt: place.serverNow,
  confirmedAt: place.serverNow,
  pause: { reason: 'r', since: place.serverNow },
  unit: 1,
  fence: 5,
  extensionsLeft: 1,
  price: 1,
  priceMinor: 100,
  currency: 'EUR',
  orderCode: 'K7M-4QX-9HX',
  orderId: 'o1',
  totalAmount: 1,
  totalAmountMinor: 100,
};

describe('purchase state', () => {
  test('has one shape per named state, and a word for clients of the first API', () => {
    const options = purchaseState.options.map((option) => option.shape.state.value);
    expect([...options].sort()).toEqual([...stateNames].sort());
    const words = stateNames.map((state) => [state, v1Status(state).status]);
    expect(Object.fromEntries(words)).toEqual({
      none: 'none',
      upcoming: 'none',
      waiting: 'queued',
      paused: 'queued',
      held: 'ready',
      claimed: 'ready',
      sold: 'none',
      expired: 'none',
      removed: 'none',
      sold_out: 'none',
      ended: 'none',
    });
    const holders = stateNames.filter((state) => v1Status(state).hasActiveHold);
    expect(holders).toEqual(['held', 'claimed']);
  });

  test.each(stateNames)('%s never carries fields of another state', (state) => {
    const parsed = purchaseState.parse({ ...every, state });
    expect('expiresAt' in parsed).toBe(state === 'held' || state === 'claimed');
    expect('orderId' in parsed).toBe(state === 'sold');
    expect(purchaseState.safeParse({ state }).success).toBe(false);
  });

  test('is the same in buy and position, each with the fields its old clients read', () => {
    const v1 = { hasActiveHold: false, holdTtlSec: 0, email: 'a@x.de', flashSaleId: 's' };
    for (const state of stateNames) {
      const bought = buyAnswer.parse({ ...every, ...v1, queued: true, state });
      expect(bought).toMatchObject({ ...v1, queued: true, state });
      const answer = { ...every, ...v1, status: 'none', ts: place.serverNow, state };
      expect(positionAnswer.parse(answer)).toMatchObject({ ...v1, status: 'none', state });
    }
  });
});

describe('phase', () => {
  const sale = { status: 'OnSchedule', paused: false, lobbyOpensAt: 10, startsAt: 20, endsAt: 30 };

  test.each([
    [9, 'scheduled', 'upcoming'],
    [10, 'lobby', 'upcoming'],
    [20, 'open', 'ongoing'],
    [29, 'open', 'ongoing'],
    [30, 'ended', 'ended'],
  ] as const)('at %d is %s', (now, phase, word) => {
    expect(phaseOf({ ...sale, status: 'OnSchedule' }, now)).toBe(phase);
    expect(publicStatusOf(phase)).toBe(word);
  });

  test('lets the stored status win over the clock, and pauses only an open sale', () => {
    expect(phaseOf({ ...sale, status: 'cancelled' }, 25)).toBe('cancelled');
    expect(phaseOf({ ...sale, status: 'draft' }, 25)).toBe('draft');
    expect(phaseOf({ ...sale, status: 'OnSchedule', paused: true }, 25)).toBe('paused');
    expect(phaseOf({ ...sale, status: 'OnSchedule', paused: true }, 15)).toBe('lobby');
    expect(salePhase.options.map(publicStatusOf)).not.toContain(undefined);
  });
});
