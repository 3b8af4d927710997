import { expect, test } from 'vitest';
import { addressLines, countries, countryChoices, isCountry, needsPostcode } from './countries.ts';

test('every country has a name in each language of the buyers’ site, and is listed once', () => {
  expect(new Set(countries).size).toBe(countries.length);
  expect(countries).toHaveLength(250);
  for (const language of ['en', 'de', 'ar']) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    expect(countries.filter((code) => names.of(code) === undefined)).toEqual([]);
  }
});

test.each(['', 'D', 'de', 'E ', 'D A', 'EU', 'UK', 'ZZ', 'DEU', 'AD AE'])(
  '"%s" is no country',
  (code) => {
    expect(isCountry(code)).toBe(false);
  },
);

test('a postcode is needed only where every address has one', () => {
  expect(['DE', 'US', 'JP'].every(needsPostcode)).toBe(true);
  expect(['AE', 'HK', 'IE', 'QA', 'T ', ''].some(needsPostcode)).toBe(false);
  expect(countries.filter(needsPostcode).every(isCountry)).toBe(true);
});

test('an address is written with the postcode where its country writes it', () => {
  const street = { line1: '12 High Street', line2: null };
  expect(
    addressLines(
      { ...street, city: 'Springfield', region: 'IL', postcode: '62701', country: 'US' },
      'en',
    ),
  ).toEqual(['12 High Street', 'Springfield IL 62701', 'United States']);
  expect(
    addressLines(
      { line1: 'Hauptstr. 1', line2: '2. Hof', city: 'Berlin', postcode: '10115', country: 'DE' },
      'de',
    ),
  ).toEqual(['Hauptstr. 1', '2. Hof', '10115 Berlin', 'Deutschland']);
  expect(addressLines({ ...street, city: 'Dubai', region: 'Deira', country: 'AE' }, 'en')).toEqual([
    '12 High Street',
    'Dubai',
    'Deira',
    'United Arab Emirates',
  ]);
});

test('countries are listed by their names in the reader’s language', () => {
  const codes = ['DE', 'AT', 'EG'];
  expect(countryChoices(codes, 'en').map(({ code }) => code)).toEqual(['AT', 'EG', 'DE']);
  expect(countryChoices(codes, 'de').map(({ name }) => name)).toEqual([
    'Ägypten',
    'Deutschland',
    'Österreich',
  ]);
});
