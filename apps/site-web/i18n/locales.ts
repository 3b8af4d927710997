export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** The name of each language in that language. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
};

/** Tags for `Intl`, with one set of digits everywhere, so that positions and countdowns match. */
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

/**
 * The page's language as the reader's browser has it: times of `en` are those of `en-GB` where that is
 * what the reader prefers. A script's digits stay those of the page.
 */
export function regionalTag(tag: string, languages: readonly string[]): string {
  const [language = '', ...extensions] = tag.split('-');
  const region = languages.find((one) => one.toLowerCase().startsWith(`${language}-`));
  const isTag = region !== undefined && /^[A-Za-z]{2}-(?:[A-Z]{2}|[0-9]{3})$/.test(region);
  return isTag ? [region, ...extensions].join('-') : tag;
}

/** The language chosen before, else the browser's first that this site has. */
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
