import { initialPurchase, type Purchase, reduce } from '@flash/client';
import { places } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import {
  type Announcement,
  announce,
  initialAnnouncerState,
  timeLeftAnnouncement,
  urgentAnnouncement,
} from './announce.ts';

const { at, expired, held, line, paused, sale, waiting } = places;

const live: Purchase = { ...initialPurchase, link: 'live' };
const start = Date.parse(at(0));
const inLine = reduce(live, { type: 'place', place: waiting(101) });

/** Every announcement on the way from position 101 to the head, one place each `stepMs`. */
function heard(stepMs: number, isQuiet = false): Announcement[] {
  const announcements: Announcement[] = [];
  let [purchase, state] = [live, { ...initialAnnouncerState, isQuiet }];
  for (let step = 0; step <= 100; step += 1) {
    const now = start + step * stepMs;
    const place = { ...waiting(101 - step, 0), n: step, serverNow: new Date(now).toISOString() };
    const next = reduce(purchase, { type: 'place', place });
    const result = announce(state, purchase, next, now);
    if (result.announcement) {
      announcements.push(result.announcement);
    }
    [purchase, state] = [next, result.state];
  }
  return announcements;
}

describe('a screen reader in line', () => {
  test('hears of the joining, of each quarter of the way, and of each of the last ten places', () => {
    const announcements = heard(31_000);
    expect(announcements[0]).toEqual({ key: 'inLine', values: { ahead: 100 } });
    expect(announcements.at(-1)).toEqual({ key: 'ahead', values: { ahead: 0 } });
    expect(announcements).toHaveLength(1 + 4 + 10);
  });

  test('hears at most one position in 30 seconds, however fast the line moves', () => {
    expect(heard(1_000).length).toBeLessThanOrEqual(5);
  });

  test('hears no positions in quiet mode', () => {
    expect(heard(31_000, true)).toEqual([]);
  });

  test('hears of a pause, of a lost connection and of its return', () => {
    const keyOf = (before: Purchase, after: Purchase) =>
      announce(initialAnnouncerState, before, after, start).announcement?.key;
    const pausedNow = reduce(inLine, { type: 'place', place: paused(101, 3) });
    const lost = reduce(inLine, { type: 'lost' });
    expect(keyOf(inLine, pausedNow)).toBe('paused');
    expect(keyOf(inLine, lost)).toBe('lost');
    expect(keyOf(lost, inLine)).toBe('live');
    expect(keyOf(inLine, inLine)).toBeUndefined();
  });

  test('hears of a saved place only while there is one', () => {
    const visitor: Purchase = { ...inLine, place: null };
    const lost = reduce(visitor, { type: 'lost' });
    const { announcement } = announce(initialAnnouncerState, visitor, lost, start);
    expect(announcement?.key).toBe('lostOnly');
  });
});

test('a visitor of a sold-out sale hears that a unit came back, one with a place does not', () => {
  const counts = { stock: 5, held: 0, waiting: 0 };
  const none = { ...live, sale: sale(), line: line({ ...counts, sold: 5, free: 0, n: 1 }) };
  const back = { ...none, line: line({ ...counts, sold: 4, free: 1, n: 2 }) };
  const keyOf = (before: Purchase, after: Purchase) =>
    announce(initialAnnouncerState, before, after, start).announcement?.key;
  expect(keyOf(none, back)).toBe('available');
  expect(keyOf(back, back)).toBeUndefined();
  const place = { place: waiting(1) };
  expect(keyOf({ ...none, ...place }, { ...back, ...place })).toBeUndefined();
  // The first look at a sale is no return.
  expect(keyOf(live, back)).toBeUndefined();
});

describe('an urgent announcement', () => {
  const turn = reduce(inLine, { type: 'place', place: held(9) });

  test('is made once when the turn comes', () => {
    expect(urgentAnnouncement(inLine, turn)).toEqual({ key: 'turn', values: { unit: 17 } });
    expect(urgentAnnouncement(turn, reduce(turn, { type: 'place', place: held(10) }))).toBeNull();
    expect(announce(initialAnnouncerState, inLine, turn, start).announcement).toBeNull();
  });

  test('is made for an expiry that happens while the page is open', () => {
    const over = reduce(turn, { type: 'place', place: expired(901) });
    expect(urgentAnnouncement(turn, over)).toEqual({ key: 'expired' });
    expect(urgentAnnouncement(live, over)).toBeNull();
  });

  test('is made once for each payment that failed', () => {
    const refusal = { code: 'PAYMENT_DECLINED' } as never;
    const failed = reduce(turn, { type: 'refused', action: 'paying', refusal });
    expect(urgentAnnouncement(turn, failed)).toEqual({ key: 'failed' });
    expect(urgentAnnouncement(failed, failed)).toBeNull();
  });

  test('is made when the provider did not authorise a payment, after the buyer was told of the bank', () => {
    const paying = reduce(turn, { type: 'began', action: 'paying' });
    const atBank = reduce(paying, { type: 'atProvider', isThere: true });
    const { announcement } = announce(initialAnnouncerState, paying, atBank, start);
    expect(announcement).toEqual({ key: 'authorising' });
    const refusal = { code: 'CARD_FUNDS', status: 402 } as never;
    const failed = reduce(atBank, { type: 'refused', action: 'paying', refusal });
    expect(urgentAnnouncement(atBank, failed)).toEqual({ key: 'failed' });
  });
});

describe('the time left', () => {
  test('is announced at its marks, also when ticks come late', () => {
    expect(timeLeftAnnouncement(300_500, 299_500)).toEqual({
      key: 'minutesLeft',
      values: { minutes: 5 },
    });
    expect(timeLeftAnnouncement(299_500, 298_500)).toBeNull();
    expect(timeLeftAnnouncement(65_000, 20_000)).toEqual({
      key: 'secondsLeft',
      values: { seconds: 30 },
    });
    expect(timeLeftAnnouncement(20_000, -1)).toBeNull();
  });
});
