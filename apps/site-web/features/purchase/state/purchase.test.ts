import type { Refusal } from '@flash/web';
import { describe, expect, test } from 'vitest';
import { claimed, expired, held, line, none, sale, sold, waiting } from './places.fixture.ts';
import { nothingYet, type PurchaseEvent, reduce } from './purchase.ts';

const seen = (...events: PurchaseEvent[]) => events.reduce(reduce, nothingYet);
const refusal: Refusal = {
  code: 'PAYMENT_DECLINED',
  status: 402,
  title: 'The payment was declined',
  detail: '',
  requestId: 'r1',
  errors: [],
  retryAfterMs: null,
  orderId: null,
};

describe('what the page knows', () => {
  test('is never turned back by an answer that was overtaken on the way', () => {
    const purchase = seen(
      { type: 'place', place: held(5) },
      { type: 'place', place: waiting(3, 4) },
    );
    expect(purchase.place?.state).toBe('held');
  });

  test('orders news by the log of the sale, not by the clocks of two servers', () => {
    const granted = { ...held(1), n: 9 };
    const late = { ...waiting(1, 60), n: 8 };
    const [newer, older] = [
      seen({ type: 'place', place: granted }, { type: 'place', place: late }),
      seen({ type: 'place', place: late }, { type: 'place', place: granted }),
    ];
    expect(newer.place?.state).toBe('held');
    expect(older.place?.state).toBe('held');
  });

  test('takes the word of a new epoch, and none of an old one', () => {
    const before = { ...held(50), epoch: 1, n: 900 };
    const after = { ...waiting(2, 10), epoch: 2, n: 3 };
    const events = [before, after, before].map((place) => ({ type: 'place', place }) as const);
    expect(seen(...events).place?.state).toBe('waiting');
  });

  test('takes an answer from outside the log by its clock', () => {
    const outside = { ...none(30), epoch: 0, n: 0 };
    expect(
      seen({ type: 'place', place: waiting(3) }, { type: 'place', place: outside }).place,
    ).toBe(outside);
  });

  test('never turns the public line back, nor the time of its news', () => {
    const old = line({ n: 4, free: 9 });
    const purchase = seen({ type: 'line', line: line({ n: 5 }) }, { type: 'line', line: old });
    expect(purchase.line?.free).toBe(5);
    const behind = line({ n: 6, serverNow: new Date(0).toISOString() });
    expect(reduce(purchase, { type: 'line', line: behind }).updatedAt).toBe(purchase.updatedAt);
  });

  test('knows a purchase that it watched from one that it only finds', () => {
    expect(seen({ type: 'place', place: sold(5) }).isBoughtHere).toBe(false);
    const watched = seen({ type: 'place', place: held(1) }, { type: 'place', place: sold(5) });
    expect(watched.isBoughtHere).toBe(true);
    expect(reduce(watched, { type: 'place', place: sold(9) }).isBoughtHere).toBe(true);
    expect(reduce(watched, { type: 'place', place: expired(10) }).isBoughtHere).toBe(false);
  });

  test('tells a device without network from a shop that does not answer', () => {
    const offline = seen({ type: 'network', isOnline: false });
    expect(offline.isOnline).toBe(false);
    expect(reduce(offline, { type: 'network', isOnline: false })).toBe(offline);
  });

  test('keeps the last known place on screen when the connection is lost', () => {
    const purchase = seen({ type: 'place', place: waiting(3) }, { type: 'lost' });
    expect(purchase).toMatchObject({ link: 'lost', place: { position: 3 } });
    expect(reduce(purchase, { type: 'place', place: waiting(2, 1) }).link).toBe('live');
  });

  test('measures the way from where this place began, and anew for a new place', () => {
    const joined = seen({ type: 'place', place: waiting(40, 0) });
    const moved = reduce(joined, { type: 'place', place: waiting(12, 9) });
    expect(moved.aheadAtJoin).toBe(39);
    const again = reduce(moved, { type: 'place', place: waiting(80, 20, 1_000_000_099) });
    expect(again.aheadAtJoin).toBe(79);
  });

  test('keeps the reason of a declined payment beside the hold until it is tried again', () => {
    const declined = seen(
      { type: 'place', place: held(1) },
      { type: 'began', action: 'paying' },
      { type: 'place', place: claimed(2) },
      { type: 'refused', action: 'paying', refusal },
      { type: 'place', place: held(3) },
    );
    expect(declined).toMatchObject({ busy: null, trouble: { action: 'paying' } });
    expect(reduce(declined, { type: 'began', action: 'paying' }).trouble).toBeNull();
  });

  test('forgets an old refusal once the place has become another one', () => {
    const granted = seen(
      { type: 'refused', action: 'joining', refusal },
      { type: 'place', place: held(1) },
    );
    expect(granted.trouble).toBeNull();
  });

  test('tells an unknown sale from one that was not loaded yet', () => {
    expect(seen({ type: 'sale', sale: null }).isMissing).toBe(true);
    expect(seen({ type: 'sale', sale: sale() }).isMissing).toBe(false);
    expect(nothingYet.isMissing).toBe(false);
  });

  test('says how old its news is in server time', () => {
    const purchase = seen({ type: 'line', line: line() });
    expect(purchase.updatedAt).toBe(Date.parse(line().serverNow));
  });
});
