import type { AbstractIntlMessages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { isLocale, type Locale, localeTags } from './locales.ts';

// biome-ignore lint/style/noDefaultExport: next-intl reads it from there
export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale;
  const locale = isLocale(asked) ? asked : 'en';
  return { locale: localeTags[locale], messages: await messagesOf(locale), timeZone: 'UTC' };
});

const load: Record<Locale, () => Promise<{ default: AbstractIntlMessages }>> = {
  en: () => import('../messages/en.json'),
  de: () => import('../messages/de.json'),
  ar: () => import('../messages/ar.json'),
};

async function messagesOf(locale: Locale): Promise<AbstractIntlMessages> {
  return (await load[locale]()).default;
}
