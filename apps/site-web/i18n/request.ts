import { getRequestConfig } from 'next-intl/server';
import { isLocale, localeTags } from './locales.ts';
import { messagesOf } from './messages.ts';

// biome-ignore lint/style/noDefaultExport: next-intl reads it from there
export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale;
  const locale = isLocale(asked) ? asked : 'en';
  return { locale: localeTags[locale], messages: await messagesOf(locale), timeZone: 'UTC' };
});
