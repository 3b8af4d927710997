import { places } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../api/http.ts';
import { initialPurchase, type PurchaseEvent, reduce, stockOf } from './purchase.ts';

const { claimed, expired, held, line, none, sale, sold, waiting } = places;

const seen = (...events: PurchaseEvent[]) => events.reduce(reduce, initialPurchase);
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

describe('the state of a purchase', () => {
  test('ignores an answer that arrives after a newer one', () => {
    const purchase = seen(
      { type: 'place', place: held(5) },
      { type: 'place', place: waiting(3, 4) },
    );
    expect(purchase.place?.state).toBe('held');
  });

  test('orders answers by the log of the sale, not by the clocks of two servers', () => {
    const granted = { ...held(1), n: 9 };
    const late = { ...waiting(1, 60), n: 8 };
    const [newer, older] = [
      seen({ type: 'place', place: granted }, { type: 'place', place: late }),
      seen({ type: 'place', place: late }, { type: 'place', place: granted }),
    ];
    expect(newer.place?.state).toBe('held');
    expect(older.place?.state).toBe('held');
  });

  test('takes answers of a new epoch and ignores those of an old one', () => {
    const before = { ...held(50), epoch: 1, n: 900 };
    const after = { ...waiting(2, 10), epoch: 2, n: 3 };
    const events = [before, after, before].map((place) => ({ type: 'place', place }) as const);
    expect(seen(...events).place?.state).toBe('waiting');
  });

  test('orders an answer without a log position by its clock', () => {
    const outside = { ...none(30), epoch: 0, n: 0 };
    expect(
      seen({ type: 'place', place: waiting(3) }, { type: 'place', place: outside }).place,
    ).toBe(outside);
  });

  test('keeps a hold when the shop, while Redis is slow, only knows that there is a place', () => {
    const kept = { ...waiting(1, 30), epoch: 0, n: 0 };
    const events = [held(3), kept].map((place) => ({ type: 'place', place }) as const);
    expect(seen(...events)).toMatchObject({ place: { state: 'held' }, link: 'live' });
    const other = { ...kept, seq: 1_000_000_099 };
    expect(seen(...events, { type: 'place', place: other }).place).toBe(other);
  });

  test('never takes an older public line, and never moves its time back', () => {
    const old = line({ n: 4, free: 9 });
    const purchase = seen({ type: 'line', line: line({ n: 5 }) }, { type: 'line', line: old });
    expect(purchase.line?.free).toBe(5);
    const behind = line({ n: 6, serverNow: new Date(0).toISOString() });
    expect(reduce(purchase, { type: 'line', line: behind }).updatedAt).toBe(purchase.updatedAt);
  });

  test('tells an order made on this page from one that was there before', () => {
    expect(seen({ type: 'place', place: sold(5) }).isBoughtHere).toBe(false);
    const watched = seen({ type: 'place', place: held(1) }, { type: 'place', place: sold(5) });
    expect(watched.isBoughtHere).toBe(true);
    expect(reduce(watched, { type: 'place', place: sold(9) }).isBoughtHere).toBe(true);
    expect(reduce(watched, { type: 'place', place: expired(10) }).isBoughtHere).toBe(false);
  });

  test('tells a device without a network from a shop that does not answer', () => {
    const offline = seen({ type: 'network', isOnline: false });
    expect(offline.isOnline).toBe(false);
    expect(reduce(offline, { type: 'network', isOnline: false })).toBe(offline);
  });

  test('keeps the last known place when the connection is lost', () => {
    const purchase = seen({ type: 'place', place: waiting(3) }, { type: 'lost' });
    expect(purchase).toMatchObject({ link: 'lost', place: { position: 3 } });
    expect(reduce(purchase, { type: 'place', place: waiting(2, 1) }).link).toBe('live');
  });

  test('counts the way from the first position of this place, and again for a new place', () => {
    const joined = seen({ type: 'place', place: waiting(40, 0) });
    const moved = reduce(joined, { type: 'place', place: waiting(12, 9) });
    expect(moved.aheadAtJoin).toBe(39);
    const again = reduce(moved, { type: 'place', place: waiting(80, 20, 1_000_000_099) });
    expect(again.aheadAtJoin).toBe(79);
  });

  test('keeps the refusal of a declined payment beside the hold until the next try', () => {
    const declined = seen(
      { type: 'place', place: held(1) },
      { type: 'began', action: 'paying' },
      { type: 'place', place: claimed(2) },
      { type: 'refused', action: 'paying', refusal },
      { type: 'place', place: held(3) },
    );
    expect(declined).toMatchObject({ busy: null, failure: { action: 'paying' } });
    expect(reduce(declined, { type: 'began', action: 'paying' }).failure).toBeNull();
  });

  test('forgets a refusal that does not apply to the present place', () => {
    const granted = seen(
      { type: 'refused', action: 'joining', refusal },
      { type: 'place', place: held(1) },
    );
    expect(granted.failure).toBeNull();
  });

  test('tells a sale that does not exist from one that is not loaded yet', () => {
    expect(seen({ type: 'sale', sale: null }).isMissing).toBe(true);
    expect(seen({ type: 'sale', sale: sale() }).isMissing).toBe(false);
    expect(initialPurchase.isMissing).toBe(false);
  });

  test('keeps the server time of its newest answer', () => {
    const purchase = seen({ type: 'line', line: line() });
    expect(purchase.updatedAt).toBe(Date.parse(line().serverNow));
  });
});

describe('the stock that a page shows', () => {
  const shown = sale({ stock: 5, currentQuantity: 2 });

  test('is that of the sale until line or place are known', () => {
    expect(stockOf(initialPurchase, shown)).toEqual({ stock: 5, sold: 3 });
  });

  test('is that of the newer of the two answers', () => {
    const figures = { ...line({ n: 4, stock: 40, free: 30, held: 6 }) };
    const purchase = seen(
      { type: 'line', line: figures },
      { type: 'place', place: { ...waiting(3, 9), stock: 40, free: 20, held: 10 } },
    );
    expect(stockOf(purchase, shown)).toEqual({ stock: 40, held: 10, sold: 10 });
    const newer = reduce(purchase, { type: 'line', line: { ...figures, n: 12 } });
    expect(stockOf(newer, shown)).toEqual({ stock: 40, held: 6, sold: 4 });
  });
});
