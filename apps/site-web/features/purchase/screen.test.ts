import { describe, expect, it } from 'vitest';
import { claimed, held, line, none, paused, sale, waiting } from './places.fixture.ts';
import { nothingYet, type Purchase } from './purchase.ts';
import { canJoin, screenOf } from './screen.ts';

const purchase = (change: Partial<Purchase>): Purchase => ({
  ...nothingYet,
  sale: sale(),
  link: 'live',
  ...change,
});

describe('which screen a buyer sees', () => {
  it.each([
    ['loading', { sale: null, link: 'opening' }],
    ['unreachable', { sale: null, link: 'lost' }],
    ['missing', { sale: null, isMissing: true }],
    ['upcoming', { line: line({ phase: 'scheduled' }) }],
    ['join', { line: line({ phase: 'lobby' }) }],
    ['join', { line: line() }],
    ['join', { line: line({ free: 0, held: 5 }) }],
    ['signIn', { line: line(), sale: sale({ identity: 'account' }) }],
    ['waiting', { place: waiting(3) }],
    ['waiting', { place: paused(3) }],
    ['held', { place: held() }],
    ['paying', { place: held(), busy: 'paying' }],
    ['paying', { place: claimed() }],
    ['soldOut', { line: line({ free: 0, sold: 5 }), place: none() }],
    ['ended', { line: line({ phase: 'ended' }), place: none() }],
    ['ended', { line: line({ phase: 'cancelled' }) }],
  ] satisfies [string, Partial<Purchase>][])('shows %s', (screen, change) => {
    expect(screenOf(purchase(change))).toBe(screen);
  });

  it('does not call a sale sold out while holds may still come back', () => {
    expect(canJoin(purchase({ line: line({ free: 0, held: 1, sold: 4 }) }))).toBe(true);
    expect(canJoin(purchase({ line: line({ free: 0, held: 0, sold: 5 }) }))).toBe(false);
  });

  it('keeps a hold on screen after the sale has ended', () => {
    const late = purchase({ place: held(), line: line({ phase: 'ended' }) });
    expect(screenOf(late)).toBe('held');
  });

  it('opens again when stock was added to a sale that had sold out', () => {
    const place = { ...none(), state: 'sold_out' as const };
    expect(screenOf(purchase({ place }))).toBe('soldOut');
    expect(screenOf(purchase({ place, line: line({ sold: 5, stock: 9, free: 4 }) }))).toBe('join');
  });
});
