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

/** What the reader chose before, else the first language of the browser that we speak. */
export function preferredLocale(chosen: string | undefined, accepted: string | null): Locale {
  if (isLocale(chosen)) {
    return chosen;
  }
  const ranked = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().toLowerCase().split(';q=');
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .sort((left, right) => right.weight - left.weight);
  const known = ranked.find(({ tag }) => isLocale(tag.split('-')[0]));
  return localeOfTag(known?.tag ?? 'en');
}
