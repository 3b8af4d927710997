import { defaultTerms, type QueueOverview } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { aSale } from '../sale/sale.fixture.ts';
import { draftFields, newDraft, type SaleDraft } from './model.ts';
import { apiErrors, draftErrors, firstInvalidField, fixedFieldsOf } from './rules.ts';

const now = Date.parse('2027-01-01T00:00:00Z');
const draft = (change: Partial<SaleDraft> = {}): SaleDraft => ({
  ...newDraft(now, 'Europe/Berlin', { terms: defaultTerms, currency: 'EUR' }),
  name: 'Lamp',
  ...change,
});

describe('the errors of the form', () => {
  test('are none for a new sale with a name', () => {
    expect(draftErrors(draft(), now)).toEqual({});
  });

  test('say what each field accepts', () => {
    const errors = draftErrors(
      draft({ name: ' ', startingQuantity: 'many', pricePerUnit: '1.999', holdMinutes: '0' }),
      now,
    );
    expect(errors).toEqual({
      name: 'Give the sale a name.',
      startingQuantity: 'A whole number from 1 to 10,000,000.',
      pricePerUnit: 'EUR has 2 decimals.',
      holdMinutes: 'From 5 seconds (0.09) to 1,440 minutes.',
    });
    expect(firstInvalidField(errors)).toBe('name');
  });

  test('name the hour that the clocks skip, and the times around it', () => {
    const { startsAt } = draftErrors(draft({ startsAt: '2027-03-28T02:30' }), now);
    expect(startsAt).toBe(
      '02:30 does not exist that day in Europe/Berlin: clocks go from 02:00 to 03:00.',
    );
  });

  test('ask which hour is meant when it comes twice, until one is chosen', () => {
    const times = { startsAt: '2027-10-31T02:30', endsAt: '2027-10-31T06:00' };
    expect(draftErrors(draft(times), now).startsAt).toMatch(/comes twice/);
    expect(draftErrors(draft({ ...times, startsFold: 'later' }), now)).toEqual({});
  });

  test('include an end before the start or, for a new end, in the past', () => {
    const times = { startsAt: '2027-06-01T12:00', endsAt: '2027-06-01T11:00' };
    expect(draftErrors(draft(times), now).endsAt).toBe('Must be later than the start.');
    const past = { startsAt: '2026-06-01T10:00', endsAt: '2026-06-01T11:00' };
    expect(draftErrors(draft(past), now).endsAt).toBe('Must be in the future.');
    expect(draftErrors(draft(past))).toEqual({});
  });

  test('include decimals in a currency that has none', () => {
    const yen = draft({ currency: 'JPY', pricePerUnit: '1.5' });
    expect(draftErrors(yen, now).pricePerUnit).toBe('JPY has no decimals.');
  });
});

test('errors of the API are shown at the fields of the form', () => {
  const errors = [
    { path: 'lobbyOpensAt', message: 'must not be later than startsAt' },
    { path: 'holdTtlSeconds', message: 'too small' },
    { path: 'endsAt', message: 'can only be moved later' },
    { path: 'somethingElse', message: 'x' },
  ];
  expect(apiErrors(errors)).toEqual({
    lobbyMinutes: 'Must not be later than the start.',
    holdMinutes: 'Too small.',
    endsAt: 'Can only be moved later.',
  });
});

describe('the fields that can no longer change', () => {
  const fixed = (change: Parameters<typeof aSale>[0], joined = 0) =>
    Object.keys(fixedFieldsOf(aSale(change), { joined, sold: 0 } as QueueOverview)).sort();

  test('are none in a draft', () => {
    expect(fixed({ status: 'draft', phase: 'draft' })).toEqual([]);
  });

  test('are the stock before the start, and the currency and buyers once one has joined', () => {
    expect(fixed({ phase: 'scheduled' })).toEqual(['startingQuantity']);
    expect(fixed({ phase: 'lobby' }, 1)).toEqual(['currency', 'identity', 'startingQuantity']);
  });

  test('include price and start after the start, but not the time zone', () => {
    expect(fixed({ phase: 'open' })).toEqual([
      'currency',
      'identity',
      'lobbyMinutes',
      'pricePerUnit',
      'startingQuantity',
      'startsAt',
    ]);
  });

  test('include the end of an ended sale, and every field of an archived one', () => {
    expect(fixed({ status: 'ended', phase: 'ended' })).toContain('endsAt');
    expect(fixed({ status: 'archived', phase: 'archived' })).toEqual([...draftFields].sort());
  });
});
