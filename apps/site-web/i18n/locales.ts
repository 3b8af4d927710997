export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** What each language calls itself. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
};

/** As `Intl` wants it: one set of digits everywhere, so that a rank and a countdown look alike. */
export const localeTags: Record<Locale, string> = { en: 'en', de: 'de', ar: 'ar-u-nu-latn' };

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** The language of a tag such as `ar-u-nu-latn`. */
export function localeOfTag(tag: string): Locale {
  const [language] = tag.split('-');
  return isLocale(language) ? language : 'en';
}
