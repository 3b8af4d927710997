import { initialPurchase, type Purchase } from '@flash/client';
import { places } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import en from '../../../messages/en.json' with { type: 'json' };
import { afterExpiry, canJoin, type Screen, screenOf, screens, screenValues } from './screen.ts';

const { at, claimed, expired, held, line, none, paused, removed, sale, sold, soldOut, waiting } =
  places;

const purchase = (change: Partial<Purchase>): Purchase => ({
  ...initialPurchase,
  sale: sale(),
  link: 'live',
  ...change,
});
const refused = (action: 'paying' | 'joining', code: string) => ({
  action,
  refusal: { code } as never,
});

const cases: [Screen, Partial<Purchase>][] = [
  ['loading', { sale: null, link: 'opening' }],
  ['unreachable', { sale: null, link: 'lost' }],
  ['offline', { sale: null, link: 'lost', isOnline: false }],
  ['missing', { sale: null, isMissing: true }],
  ['missing', { line: line({ phase: 'draft' }) }],
  ['upcoming', { line: line({ phase: 'scheduled' }) }],
  ['joinLobby', { line: line({ phase: 'lobby' }) }],
  ['join', { line: line() }],
  ['joinLine', { line: line({ waiting: 3 }) }],
  ['joinReserved', { line: line({ free: 0, held: 5 }) }],
  ['joinPaused', { line: line({ phase: 'paused' }) }],
  ['joining', { line: line(), busy: 'joining' }],
  ['signIn', { line: line(), sale: sale({ identity: 'account' }) }],
  ['lobby', { place: waiting(3), line: line({ phase: 'lobby' }) }],
  ['waiting', { place: { ...waiting(30), free: 5 } as never }],
  ['almost', { place: { ...waiting(3), free: 3 } as never }],
  ['almost', { place: { ...waiting(3), wait: { fromMs: 30_000, toMs: 119_000 } } as never }],
  ['reserved', { place: waiting(1) }],
  ['reserved', { place: { ...waiting(3), wait: { fromMs: 60_000, toMs: 120_000 } } as never }],
  ['reserved', { place: waiting(30) }],
  ['reserved', { place: { ...waiting(3), held: 1 } as never }],
  ['waiting', { place: { ...waiting(3), free: 2 } as never }],
  ['paused', { place: paused(3) }],
  ['held', { place: held() }],
  ['failed', { place: held(), failure: refused('paying', 'PAYMENT_DECLINED') }],
  ['paying', { place: held(), busy: 'paying' }],
  ['authorising', { place: held(), busy: 'paying', isAtProvider: true }],
  ['failed', { place: held(), failure: refused('paying', 'CARD_FUNDS') }],
  ['paying', { place: claimed() }],
  ['sold', { place: sold() }],
  ['bought', { place: sold(), triedAgain: true }],
  ['expired', { place: expired() }],
  ['removed', { place: removed() }],
  ['soldOut', { line: line({ free: 0, sold: 5 }), place: none() }],
  ['soldOutInLine', { line: line({ free: 0, sold: 5 }), place: soldOut(7) }],
  ['ended', { line: line({ phase: 'ended' }), place: none() }],
  ['cancelled', { line: line({ phase: 'cancelled' }) }],
];

describe('the state of the page', () => {
  test.each(cases)('is %s', (screen, change) => {
    expect(screenOf(purchase(change), Date.parse(at(0)))).toBe(screen);
  });

  test('always has a test case here and texts in the messages', () => {
    const seen = new Set<string>([...cases.map(([screen]) => screen), 'ending']);
    expect([...seen].sort()).toEqual([...screens].sort());
    expect(Object.keys(en.screens).sort()).toEqual([...screens].sort());
  });

  test('warns three minutes before the end by the server’s clock, and not while that is unknown', () => {
    const mine = purchase({ place: held() });
    expect(screenOf(mine, Date.parse(at(719)))).toBe('held');
    expect(screenOf(mine, Date.parse(at(720)))).toBe('ending');
    expect(screenOf(mine, null)).toBe('held');
    // Only the server ends a reservation.
    expect(screenOf(mine, Date.parse(at(2_000)))).toBe('ending');
  });

  test('shows a short hold before it warns of its end', () => {
    const mine = purchase({ sale: sale({ holdTtlSeconds: 120 }), line: line(), place: held() });
    const expires = held();
    const end = expires.state === 'held' ? Date.parse(expires.expiresAt) : 0;
    expect(screenOf(mine, end - 119_000)).toBe('held');
    expect(screenOf(mine, end - 60_000)).toBe('ending');
  });

  test('does not call a sale sold out while holds may still be returned', () => {
    expect(canJoin(purchase({ line: line({ free: 0, held: 1, sold: 4 }) }))).toBe(true);
    expect(canJoin(purchase({ line: line({ free: 0, held: 0, sold: 5 }) }))).toBe(false);
  });

  test('still shows a hold after the sale has ended', () => {
    const late = purchase({ place: held(), line: line({ phase: 'ended' }) });
    expect(screenOf(late, null)).toBe('held');
  });

  test('lets buyers join again after stock is added to a sold-out sale', () => {
    const place = soldOut(null);
    expect(screenOf(purchase({ place }), null)).toBe('soldOut');
    const restocked = line({ sold: 5, stock: 9, free: 4 });
    expect(screenOf(purchase({ place, line: restocked }), null)).toBe('join');
  });
});

describe('the countdown', () => {
  test('runs to the end of a hold, the start, or the opening of the line', () => {
    const now = Date.parse(at(0));
    const time = (change: Partial<Purchase>) => screenValues(purchase(change), now).time;
    expect(time({ place: held() })).toBe('15:00');
    expect(time({ line: line({ phase: 'lobby', startsAt: at(90) }) })).toBe('1:30');
    expect(time({ line: line({ phase: 'scheduled', lobbyOpensAt: at(30) }) })).toBe('0:30');
    expect(time({ line: line() })).toBe('–:––');
  });
});

test.each([
  [line({ free: 3, waiting: 1 }), 'againAtOnce'],
  [line({ free: 0, held: 5, waiting: 3 }), 'againPlace'],
  [line({ free: 3, phase: 'paused' }), 'againPlace'],
  [line({ free: 0, sold: 5 }), 'nothingLeft'],
  [line({ free: 3, phase: 'ended' }), 'saleOver'],
  [null, null],
] as const)(
  'after a reservation has expired the page says what is left to do, and no sale that ended with stock counts as sold out: %j',
  (now, text) => {
    expect(afterExpiry(purchase({ place: expired(), line: now }))).toBe(text);
  },
);
