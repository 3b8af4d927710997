import type { Sale } from '@flash/database';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../errors.ts';
import { adminSaleOf } from '../../shared/wire.ts';
import { checkTimes, editOf } from './edit-of.ts';
import { checkAllowed } from './edit-sale.ts';

const NOW = Date.parse('2026-06-01T10:00:00Z');
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(NOW + ms).toISOString();

const sale: Sale = {
  id: '6650f1a2b3c4d5e6f7a8b9c0',
  name: 'Lamp',
  description: 'It shines.',
  productId: 'lamp',
  startsAt: NOW + HOUR,
  endsAt: NOW + 2 * HOUR,
  lobbyOpensAt: NOW + HOUR,
  timeZone: 'UTC',
  stock: 10,
  startingQuantity: 10,
  currentQuantity: 10,
  price: 1_999,
  currency: 'EUR',
  identity: 'guest',
  holdTtlSeconds: 900,
  fastPassPercent: 1,
  extensions: 1,
  extensionSeconds: 300,
  honourHoldsAfterEnd: true,
  placesPerNetwork: 0,
  holdsBeforeWait: 0,
  needsDeliveryAddress: true,
  deliveryCountries: ['AT', 'DE'],
  picture: null,
  status: 'OnSchedule',
  paused: null,
  message: '',
  version: 1,
  epoch: 1,
  marks: [],
  buyerKey: 'k',
  leafKey: 'l',
  adjusts: [],
  restoring: null,
  createdAt: NOW,
  updatedAt: NOW,
  createdBy: null,
};

describe('an edit', () => {
  test('of a client that sends back everything it read is none', () => {
    expect(editOf(sale, adminSaleOf(sale, NOW))).toEqual({});
  });

  test('changes the countries of delivery only where the list is another one', () => {
    expect(editOf(sale, { deliveryCountries: ['AT', 'DE'] })).toEqual({});
    expect(editOf(sale, { deliveryCountries: [] })).toEqual({ deliveryCountries: [] });
  });

  test('keeps a field that is missing and clears one that is null', () => {
    expect(editOf(sale, { productId: null })).toEqual({ productId: null });
    expect(editOf(sale, { productId: '' })).toEqual({ productId: null });
    expect(editOf(sale, {})).toEqual({});
  });

  test('of the start also moves a lobby opening that was left at its default', () => {
    const startsAt = NOW + HOUR / 2;
    expect(editOf(sale, { startsAt: iso(HOUR / 2) })).toEqual({ startsAt, lobbyOpensAt: startsAt });
    const chosen = { ...sale, lobbyOpensAt: NOW };
    expect(editOf(chosen, { startsAt: iso(HOUR / 2) })).toEqual({ startsAt });
    expect(editOf(chosen, { lobbyOpensAt: null })).toEqual({ lobbyOpensAt: sale.startsAt });
  });

  test('of the currency needs the amount again', () => {
    expect(() => editOf(sale, { currency: 'JPY' })).toThrow(AppError);
    expect(editOf(sale, { currency: 'JPY', pricePerUnit: 500 })).toEqual({
      currency: 'JPY',
      price: 500,
    });
    expect(() => editOf(sale, { currency: 'JPY', pricePerUnit: 1.5 })).toThrow(AppError);
  });

  test('is judged together with what it leaves as it is', () => {
    const tooEarly = editOf(sale, { endsAt: iso(HOUR / 2) });
    expect(() => checkTimes(sale, tooEarly, NOW)).toThrow(AppError);
    const past = editOf({ ...sale, startsAt: NOW - 9 * HOUR }, { endsAt: iso(-HOUR) });
    expect(() => checkTimes({ ...sale, startsAt: NOW - 9 * HOUR }, past, NOW)).toThrow(AppError);
    const ended = {
      ...sale,
      startsAt: NOW - 9 * HOUR,
      endsAt: NOW - HOUR,
      lobbyOpensAt: NOW - 9 * HOUR,
    };
    expect(() => checkTimes(ended, { name: 'Old lamp' }, NOW)).not.toThrow();
  });

  test('each fault of the times is answered at its field, in the words that clients know', () => {
    const errorsOf = (edit: object) => {
      try {
        checkTimes(sale, edit, NOW);
        return [];
      } catch (error) {
        return error instanceof AppError ? error.extra.errors : error;
      }
    };
    expect(errorsOf({ endsAt: NOW - HOUR })).toEqual([
      { path: 'endsAt', message: 'must be later than startsAt' },
      { path: 'endsAt', message: 'must be in the future' },
    ]);
    expect(errorsOf({ lobbyOpensAt: NOW + 2 * HOUR })).toEqual([
      { path: 'lobbyOpensAt', message: 'must not be later than startsAt' },
    ]);
  });
});

describe('what people already agreed to stays', () => {
  const codeOf = (edit: object, at: { phase: 'scheduled' | 'open'; joined: boolean }) => {
    try {
      checkAllowed(sale, edit, at);
      return null;
    } catch (error) {
      return error instanceof AppError ? error.code : error;
    }
  };

  test('identity and currency as soon as a buyer has joined', () => {
    expect(codeOf({ identity: 'account' }, { phase: 'scheduled', joined: false })).toBeNull();
    expect(codeOf({ identity: 'account' }, { phase: 'scheduled', joined: true })).toBe(
      'SALE_FIXED',
    );
    expect(codeOf({ currency: 'USD' }, { phase: 'scheduled', joined: true })).toBe('SALE_FIXED');
    expect(codeOf({ price: 1 }, { phase: 'scheduled', joined: true })).toBeNull();
  });

  test('price and start as soon as it runs, and the end may only move later', () => {
    const open = { phase: 'open', joined: false } as const;
    expect(codeOf({ price: 1 }, open)).toBe('SALE_FIXED');
    expect(codeOf({ startsAt: NOW }, open)).toBe('SALE_FIXED');
    expect(codeOf({ endsAt: sale.endsAt - 1 }, open)).toBe('SALE_FIXED');
    expect(
      codeOf({ endsAt: sale.endsAt + 1, name: 'Longer', holdTtlSeconds: 60 }, open),
    ).toBeNull();
  });

  test('a status moves only forward', () => {
    expect(codeOf({ status: 'cancelled' }, { phase: 'open', joined: true })).toBeNull();
    expect(codeOf({ status: 'draft' }, { phase: 'scheduled', joined: false })).toBe('SALE_STATE');
    expect(codeOf({ status: 'ended' }, { phase: 'open', joined: true })).toBe('SALE_STATE');
  });
});
