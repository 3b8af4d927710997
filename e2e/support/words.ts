import { readFileSync } from 'node:fs';

export type Locale = 'en' | 'de' | 'ar';

interface Words {
  screens: Record<string, { title: string }>;
  purchase: Record<string, string>;
  device: typeof import('../../apps/site-web/messages/en.json')['device'];
  mail: typeof import('../../apps/site-web/messages/en.json')['mail'];
  refusals: typeof import('../../apps/site-web/messages/en.json')['refusals'];
}

const read = (locale: Locale): Words =>
  JSON.parse(
    readFileSync(new URL(`../../apps/site-web/messages/${locale}.json`, import.meta.url), 'utf8'),
  );

export const words = { en: read('en'), de: read('de'), ar: read('ar') };

/** Every state that the page of a sale can be in. */
export const screens = Object.keys(words.en.screens);

/** The heading of a state, whatever numbers it names. */
export function heading(screen: string, locale: Locale = 'en'): RegExp {
  const title = words[locale].screens[screen]?.title;
  if (!title) {
    throw new Error(`no such state: ${screen}`);
  }
  const parts = title.split(/\{[^}]+\}/).map((part) => part.replace(/[.?()]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

export const label = (key: string, locale: Locale = 'en') => words[locale].purchase[key] ?? key;
