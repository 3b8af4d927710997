import type { AbstractIntlMessages } from 'next-intl';
import type { Locale } from './locales.ts';

const load: Record<Locale, () => Promise<{ default: AbstractIntlMessages }>> = {
  en: () => import('../messages/en.json'),
  de: () => import('../messages/de.json'),
  ar: () => import('../messages/ar.json'),
};

export async function messagesOf(locale: Locale): Promise<AbstractIntlMessages> {
  return (await load[locale]()).default;
}
