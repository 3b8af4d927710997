import { describe, expect, test } from 'vitest';
import { newDraft, type SaleDraft } from './model.ts';
import { faultsOf, firstFault, refusedFaults } from './rules.ts';

const now = Date.parse('2027-01-01T00:00:00Z');
const draft = (change: Partial<SaleDraft> = {}): SaleDraft => ({
  ...newDraft(now, 'Europe/Berlin'),
  name: 'Lamp',
  ...change,
});

describe('what is wrong with a sale, said before it is sent', () => {
  test('is nothing for what the form proposes', () => {
    expect(faultsOf(draft(), now)).toEqual({});
  });

  test('stands at the field, in words', () => {
    const faults = faultsOf(
      draft({ name: ' ', startingQuantity: 'many', pricePerUnit: '1.999', holdMinutes: '0' }),
      now,
    );
    expect(faults).toEqual({
      name: 'Give the sale a name.',
      startingQuantity: 'A whole number from 1 to 10,000,000.',
      pricePerUnit: 'EUR has 2 decimals.',
      holdMinutes: 'From 5 seconds (0.09) to 1,440 minutes.',
    });
    expect(firstFault(faults)).toBe('name');
  });

  test('names the hour that the clocks skip, and what they do', () => {
    const { startsAt } = faultsOf(draft({ startsAt: '2027-03-28T02:30' }), now);
    expect(startsAt).toBe(
      '02:30 does not exist that day in Europe/Berlin: clocks go from 02:00 to 03:00.',
    );
  });

  test('asks which hour is meant when it comes twice, until it was said', () => {
    const times = { startsAt: '2027-10-31T02:30', endsAt: '2027-10-31T06:00' };
    expect(faultsOf(draft(times), now).startsAt).toMatch(/comes twice/);
    expect(faultsOf(draft({ ...times, startsFold: 'later' }), now)).toEqual({});
  });

  test('knows the order of start and end, and what has passed', () => {
    const times = { startsAt: '2027-06-01T12:00', endsAt: '2027-06-01T11:00' };
    expect(faultsOf(draft(times), now).endsAt).toBe('Has to be after the start.');
    const past = { startsAt: '2026-06-01T10:00', endsAt: '2026-06-01T11:00' };
    expect(faultsOf(draft(past), now).endsAt).toBe('Has already passed.');
    expect(faultsOf(draft(past))).toEqual({});
  });

  test('takes no decimals of yen', () => {
    const yen = draft({ currency: 'JPY', pricePerUnit: '1.5' });
    expect(faultsOf(yen, now).pricePerUnit).toBe('JPY has no decimals.');
  });
});

test('what the API refuses stands at the field of the form that it means', () => {
  const errors = [
    { path: 'lobbyOpensAt', message: 'must not be later than startsAt' },
    { path: 'holdTtlSeconds', message: 'too small' },
    { path: 'endsAt', message: 'can only be moved later' },
    { path: 'somethingElse', message: 'x' },
  ];
  expect(refusedFaults(errors)).toEqual({
    lobbyMinutes: 'A number of minutes, 0 or more.',
    holdMinutes: 'Too small.',
    endsAt: 'Can only be moved later.',
  });
});
