import { createSaleBody, updateSaleBody } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { aSale } from '../sale/sale.fixture.ts';
import { bodyOf, copyOf, draftOf, editBody, newDraft } from './model.ts';

const now = Date.parse('2026-06-01T10:02:03Z');

describe('the form of a new sale', () => {
  test('proposes a sale that the API takes as it is, once it has a name', () => {
    const body = bodyOf({ ...newDraft(now, 'Europe/Berlin'), name: 'Night Runner 2' });
    expect(createSaleBody.safeParse(body).success).toBe(true);
    // The line can open before the start, because the start is far enough away.
    expect(Date.parse(body.lobbyOpensAt ?? '')).toBeGreaterThan(now);
    expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(3_600_000);
    expect(body.timeZone).toBe('Europe/Berlin');
  });

  test('means the wall clock of the zone that is chosen, not of who types', () => {
    const draft = { ...newDraft(now, 'UTC'), startsAt: '2027-07-01T12:00' };
    expect(bodyOf({ ...draft, timeZone: 'Asia/Kolkata' }).startsAt).toBe(
      '2027-07-01T06:30:00.000Z',
    );
    expect(bodyOf({ ...draft, timeZone: 'Asia/Tokyo' }).startsAt).toBe('2027-07-01T03:00:00.000Z');
  });

  test('reads a price with a comma, as half of the world writes it', () => {
    expect(bodyOf({ ...newDraft(now, 'UTC'), pricePerUnit: '129,90' }).pricePerUnit).toBe(129.9);
  });

  test('gives units away only where the price was left empty', () => {
    const price = (pricePerUnit: string) => bodyOf({ ...newDraft(now, 'UTC'), pricePerUnit });
    expect(price('').pricePerUnit).toBe(0);
    expect(price('cheap').pricePerUnit).toBeNaN();
  });
});

describe('the form of a sale that is there', () => {
  test('says the same again without a change', () => {
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

  test('sends what was changed and nothing else, so that odd seconds stay as they were', () => {
    const sale = aSale({ startsAt: '2027-06-01T10:00:07.123Z', holdTtlSeconds: 47 });
    const base = draftOf(sale);
    const body = editBody(base, { ...base, name: 'Night Runner 3', holdMinutes: '2' });
    expect(body).toEqual({ name: 'Night Runner 3', holdTtlSeconds: 120 });
    expect(updateSaleBody.safeParse(body).success).toBe(true);
  });

  test('takes the opening of the line along when the start moves', () => {
    const base = draftOf(aSale());
    const body = editBody(base, { ...base, startsAt: '2027-06-01T13:00' });
    expect(body).toEqual({
      startsAt: '2027-06-01T11:00:00.000Z',
      lobbyOpensAt: '2027-06-01T10:30:00.000Z',
    });
  });

  test('keeps the night hour that was meant, when clocks go back', () => {
    const late = aSale({
      startsAt: '2027-10-31T01:30:00.000Z',
      endsAt: '2027-10-31T05:00:00.000Z',
    });
    expect(bodyOf(draftOf(late)).startsAt).toBe(late.startsAt);
  });

  test('is copied to a time that is to come, and is as long', () => {
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
