import { describe, expect, test } from 'vitest';
import { contactOf, countryIn, emptyContact, faultsOf } from './contact.ts';

const filled = (change: Partial<typeof emptyContact>) => ({ ...emptyContact, ...change });

describe('the details of a buyer', () => {
  test.each(['', ' ', '+49 30 901820', '(030) 90-18/20', '030.901.820', '٠١٢٣٤٥٦٧', '+1‑555‑0100'])(
    'may have the phone number "%s"',
    (phone) => {
      expect(faultsOf(filled({ name: 'Ada', phone }), null)).toEqual({});
    },
  );

  test.each(['abc', '12', '+', '123456x', '030 1234 ext. 5', '49+3090182'])(
    'may not have the phone number "%s"',
    (phone) => {
      expect(faultsOf(filled({ name: 'Ada', phone }), null)).toEqual({ phone: 'phoneFault' });
    },
  );

  test('need a name beside a phone number, which would be lost without it', () => {
    expect(faultsOf(filled({ name: ' ', phone: '+49 30 901820' }), null)).toEqual({
      name: 'nameNeeded',
    });
    expect(faultsOf(emptyContact, null)).toEqual({});
  });

  test('are sent without blanks around them, and not at all without a name', () => {
    expect(contactOf(filled({ name: ' Ada ', phone: ' 030 901820 ' }), null)).toEqual({
      name: 'Ada',
      phone: '030 901820',
    });
    const named = filled({ name: 'Ada', phone: ' ' });
    expect(contactOf(named, null)).toEqual({ name: 'Ada', phone: null });
    expect(contactOf(filled({ name: ' ' }), null)).toBeUndefined();
  });
});

describe('the details of a buyer, in a sale that delivers', () => {
  const terms = { needsDeliveryAddress: true, deliveryCountries: ['AE', 'DE'] };
  const address = { line1: ' Main Street 1 ', postcode: '10115', city: 'Berlin', country: 'DE' };
  const whole = filled({ name: 'Ada', ...address });

  test('need all that a carrier needs, each fault on its own field', () => {
    expect(faultsOf(emptyContact, terms)).toEqual({
      name: 'recipientNeeded',
      line1: 'line1Needed',
      city: 'cityNeeded',
      country: 'countryNeeded',
    });
    expect(faultsOf(whole, terms)).toEqual({});
    expect(faultsOf(whole, { ...terms, needsDeliveryAddress: false })).toEqual({});
  });

  test('need a postcode only in countries that have one everywhere', () => {
    expect(faultsOf({ ...whole, postcode: '' }, terms)).toEqual({ postcode: 'postcodeNeeded' });
    expect(faultsOf({ ...whole, postcode: '', country: 'AE' }, terms)).toEqual({});
    expect(faultsOf({ ...whole, postcode: '#1' }, terms)).toEqual({ postcode: 'postcodeFault' });
  });

  test('name a country that the sale delivers to; the only one is chosen by itself', () => {
    expect(countryIn({ ...whole, country: 'FR' }, terms.deliveryCountries)).toBe('');
    expect(faultsOf({ ...whole, country: 'FR' }, terms)).toEqual({ country: 'countryFault' });
    expect(countryIn({ ...whole, country: 'FR' }, [])).toBe('FR');
    expect(countryIn(emptyContact, ['DE'])).toBe('DE');
    expect(countryIn(emptyContact, terms.deliveryCountries)).toBe('');
  });

  test('are sent with the address, and without it where nothing is delivered', () => {
    const sent = { ...address, line1: 'Main Street 1', line2: null, region: null };
    expect(contactOf(whole, terms)).toEqual({ name: 'Ada', phone: null, address: sent });
    expect(contactOf(whole, null)).toEqual({ name: 'Ada', phone: null });
  });
});
