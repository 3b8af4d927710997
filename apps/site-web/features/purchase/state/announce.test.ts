import { describe, expect, test } from 'vitest';
import { alertOf, announce, type Say, sayLeft, silent } from './announce.ts';
import { at, expired, held, paused, waiting } from './places.fixture.ts';
import { nothingYet, type Purchase, reduce } from './purchase.ts';

const live: Purchase = { ...nothingYet, link: 'live' };
const start = Date.parse(at(0));
const inLine = reduce(live, { type: 'place', place: waiting(101) });

/** Everything heard on the way from rank 101 to the head, one place each `stepMs`. */
function heard(stepMs: number, isQuiet = false): Say[] {
  const says: Say[] = [];
  let [purchase, spoken] = [live, { ...silent, isQuiet }];
  for (let step = 0; step <= 100; step += 1) {
    const now = start + step * stepMs;
    const place = { ...waiting(101 - step, 0), n: step, serverNow: new Date(now).toISOString() };
    const next = reduce(purchase, { type: 'place', place });
    const result = announce(spoken, purchase, next, now);
    if (result.say) {
      says.push(result.say);
    }
    [purchase, spoken] = [next, result.spoken];
  }
  return says;
}

describe('what a screen reader hears of the line', () => {
  test('is a word on joining, at each quarter and for the last ten', () => {
    const says = heard(31_000);
    expect(says[0]).toEqual({ key: 'inLine', values: { ahead: 100 } });
    expect(says.at(-1)).toEqual({ key: 'ahead', values: { ahead: 0 } });
    expect(says).toHaveLength(1 + 4 + 10);
  });

  test('never speaks of ranks twice within half a minute, however fast the line moves', () => {
    expect(heard(1_000).length).toBeLessThanOrEqual(5);
  });

  test('is nothing in quiet mode', () => {
    expect(heard(31_000, true)).toEqual([]);
  });

  test('tells of a pause, of a lost connection and of its return', () => {
    const say = (before: Purchase, after: Purchase) =>
      announce(silent, before, after, start).say?.key;
    const pausedNow = reduce(inLine, { type: 'place', place: paused(101, 3) });
    const lost = reduce(inLine, { type: 'lost' });
    expect(say(inLine, pausedNow)).toBe('paused');
    expect(say(inLine, lost)).toBe('lost');
    expect(say(lost, inLine)).toBe('live');
    expect(say(inLine, inLine)).toBeUndefined();
  });
});

describe('what may interrupt', () => {
  const turn = reduce(inLine, { type: 'place', place: held(9) });

  test('is the turn, once', () => {
    expect(alertOf(inLine, turn)).toEqual({ key: 'turn', values: { unit: 17 } });
    expect(alertOf(turn, reduce(turn, { type: 'place', place: held(10) }))).toBeNull();
    expect(announce(silent, inLine, turn, start).say).toBeNull();
  });

  test('is an expiry that happened while the page was watching', () => {
    const over = reduce(turn, { type: 'place', place: expired(901) });
    expect(alertOf(turn, over)).toEqual({ key: 'expired' });
    expect(alertOf(live, over)).toBeNull();
  });

  test('is a payment that failed', () => {
    const refusal = { code: 'PAYMENT_DECLINED' } as never;
    const failed = reduce(turn, { type: 'refused', action: 'paying', refusal });
    expect(alertOf(turn, failed)).toEqual({ key: 'failed' });
    expect(alertOf(failed, failed)).toBeNull();
  });
});

describe('time left', () => {
  test('is said at its marks, also when ticks come late', () => {
    expect(sayLeft(300_500, 299_500)).toEqual({ key: 'minutesLeft', values: { minutes: 5 } });
    expect(sayLeft(299_500, 298_500)).toBeNull();
    expect(sayLeft(65_000, 20_000)).toEqual({ key: 'secondsLeft', values: { seconds: 30 } });
    expect(sayLeft(20_000, -1)).toBeNull();
  });
});
