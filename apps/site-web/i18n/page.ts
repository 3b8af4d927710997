import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { isLocale, type Locale } from './locales.ts';

export interface LocaleParams {
  params: Promise<{ locale: string }>;
}

export async function localeParam(params: LocaleParams['params']): Promise<Locale> {
  const { locale } = await params;
  return isLocale(locale) ? locale : notFound();
}

/** The tab title of a page: its own name first, as tabs are short. */
export function titled(key: string) {
  return async ({ params }: LocaleParams): Promise<Metadata> => {
    const t = await getTranslations({ locale: await localeParam(params) });
    return { title: `${t(key)} – ${t('site.name')}` };
  };
}
