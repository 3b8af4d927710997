import { expect, test } from 'vitest';
import { regionalTag } from './locales.ts';

test.each([
  ['en', ['en-GB', 'en'], 'en-GB'],
  ['en', ['de-AT', 'en-AU', 'en-US'], 'en-AU'],
  ['en', ['en', 'fr-FR'], 'en'],
  ['en', [], 'en'],
  ['de', ['de-CH'], 'de-CH'],
  ['ar-u-nu-latn', ['ar-EG'], 'ar-EG-u-nu-latn'],
  ['en', ['en-x-odd', 'enm-GB'], 'en'],
])(
  'times of a page in %s are those of the region of a reader with %j: %s',
  (tag, languages, shown) => {
    expect(regionalTag(tag, languages)).toBe(shown);
    const at = Date.UTC(2026, 5, 1, 15, 5);
    expect(() => new Intl.DateTimeFormat(shown, { hour: 'numeric' }).format(at)).not.toThrow();
  },
);

test('a reader in Great Britain sees 24 hours, one in the United States sees 12', () => {
  const clock = (languages: string[]) =>
    new Intl.DateTimeFormat(regionalTag('en', languages), {
      ...{ hour: 'numeric', minute: '2-digit', timeZone: 'UTC' },
    }).format(Date.UTC(2026, 5, 1, 15, 5));
  expect(clock(['en-GB'])).toBe('15:05');
  expect(clock(['en-US'])).toMatch(/^3:05\sPM$/);
});
