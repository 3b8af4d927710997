import { isLocale, type Locale, localeOfTag } from './locales.ts';

/** What the reader chose before, else the first language of the browser that we speak. */
export function preferredLocale(chosen: string | undefined, accepted: string | null): Locale {
  if (isLocale(chosen)) return chosen;
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
