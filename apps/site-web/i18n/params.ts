import { notFound } from 'next/navigation';
import { isLocale, type Locale } from './locales.ts';

export interface LocaleParams {
  params: Promise<{ locale: string }>;
}

export async function localeParam(params: LocaleParams['params']): Promise<Locale> {
  const { locale } = await params;
  return isLocale(locale) ? locale : notFound();
}
