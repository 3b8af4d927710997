import { createSaleBody, defaultTerms, updateSaleBody } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { aSale } from '../sale/sale.fixture.ts';
import { bodyOf, copyOf, draftOf, editBody, inZone, newDraft } from './model.ts';

const now = Date.parse('2026-06-01T10:02:03Z');
const defaults = { terms: defaultTerms, currency: 'EUR' };
const aDraft = (timeZone = 'UTC') => newDraft(now, timeZone, defaults);

describe('the form of a new sale', () => {
  test('starts with the terms that the API gives to sales which state none', () => {
    const terms = { ...defaultTerms, holdTtlSeconds: 600, holdsBeforeWait: 0 };
    const draft = newDraft(now, 'UTC', { terms, currency: 'JPY' });
    expect(draft).toMatchObject({ holdMinutes: '10', holdsBeforeWait: '0', currency: 'JPY' });
    expect(bodyOf(draft)).toMatchObject({ ...terms, currency: 'JPY' });
  });

  test('needs only a name to be accepted by the API', () => {
    const body = bodyOf({ ...aDraft('Europe/Berlin'), name: 'Night Runner 2' });
    expect(createSaleBody.safeParse(body).success).toBe(true);
    // The line can open before the start, because the start is far enough away.
    expect(Date.parse(body.lobbyOpensAt ?? '')).toBeGreaterThan(now);
    expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(3_600_000);
    expect(body.timeZone).toBe('Europe/Berlin');
  });

  test('reads times in the chosen zone, not in that of the reader', () => {
    const draft = { ...aDraft(), startsAt: '2027-07-01T12:00' };
    expect(bodyOf({ ...draft, timeZone: 'Asia/Kolkata' }).startsAt).toBe(
      '2027-07-01T06:30:00.000Z',
    );
    expect(bodyOf({ ...draft, timeZone: 'Asia/Tokyo' }).startsAt).toBe('2027-07-01T03:00:00.000Z');
  });

  test('accepts a decimal comma in the price', () => {
    expect(bodyOf({ ...aDraft(), pricePerUnit: '129,90' }).pricePerUnit).toBe(129.9);
  });

  test('makes units free only when the price is empty', () => {
    const price = (pricePerUnit: string) => bodyOf({ ...aDraft(), pricePerUnit });
    expect(price('').pricePerUnit).toBe(0);
    expect(price('cheap').pricePerUnit).toBeNaN();
  });
});

describe('the form of an existing sale', () => {
  test('describes the same sale as long as nothing is changed', () => {
    const sale = aSale();
    expect(bodyOf(draftOf(sale))).toMatchObject({
      name: sale.name,
      startsAt: sale.startsAt,
      endsAt: sale.endsAt,
      lobbyOpensAt: sale.lobbyOpensAt,
      timeZone: sale.timeZone,
      startingQuantity: 500,
      pricePerUnit: 129.9,
      holdTtlSeconds: 900,
    });
    expect(editBody(draftOf(sale), draftOf(sale))).toEqual({});
  });

  test('sends only what was changed, so that values the form rounds stay exact', () => {
    const sale = aSale({ startsAt: '2027-06-01T10:00:07.123Z', holdTtlSeconds: 47 });
    const base = draftOf(sale);
    const body = editBody(base, { ...base, name: 'Night Runner 3', holdMinutes: '2' });
    expect(body).toEqual({ name: 'Night Runner 3', holdTtlSeconds: 120 });
    expect(updateSaleBody.safeParse(body).success).toBe(true);
  });

  test('sends the countries of delivery as a list, and only when they were changed', () => {
    const sale = aSale({ needsDeliveryAddress: true, deliveryCountries: ['AT', 'DE'] });
    const base = draftOf(sale);
    expect(editBody(base, { ...base })).toEqual({});
    expect(editBody(base, { ...base, deliveryCountries: 'AT' })).toEqual({
      deliveryCountries: ['AT'],
    });
    expect(editBody(base, { ...base, deliveryCountries: '' })).toEqual({ deliveryCountries: [] });
  });

  test('moves the opening of the line together with the start', () => {
    const base = draftOf(aSale());
    const body = editBody(base, { ...base, startsAt: '2027-06-01T13:00' });
    expect(body).toEqual({
      startsAt: '2027-06-01T11:00:00.000Z',
      lobbyOpensAt: '2027-06-01T10:30:00.000Z',
    });
  });

  test('changes the zone of a started sale without moving its start or end', () => {
    const base = draftOf(aSale());
    const moved = { ...base, ...inZone(base, 'Asia/Tokyo') };
    expect(moved).toMatchObject({ startsAt: '2027-06-01T19:00', endsAt: '2027-06-01T21:00' });
    expect(editBody(base, moved)).toEqual({ timeZone: 'Asia/Tokyo' });
  });

  test('sends the price again when the currency changes', () => {
    const base = draftOf(aSale());
    const body = editBody(base, { ...base, currency: 'USD' });
    expect(body).toEqual({ currency: 'USD', pricePerUnit: 129.9 });
  });

  test('keeps the right one of two equal hours when clocks are set back', () => {
    const late = aSale({
      startsAt: '2027-10-31T01:30:00.000Z',
      endsAt: '2027-10-31T05:00:00.000Z',
    });
    expect(bodyOf(draftOf(late)).startsAt).toBe(late.startsAt);
  });

  test('is copied to a time in the future and keeps its length', () => {
    const over = aSale({
      lobbyOpensAt: '2026-01-01T09:30:00.000Z',
      startsAt: '2026-01-01T10:00:00.000Z',
      endsAt: '2026-01-01T12:30:00.000Z',
    });
    const body = bodyOf(copyOf(over, now));
    expect(body.name).toBe('Night Runner 2 (copy)');
    expect(Date.parse(body.startsAt)).toBeGreaterThan(now);
    expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(9_000_000);
    expect(createSaleBody.safeParse(body).success).toBe(true);
  });
});
