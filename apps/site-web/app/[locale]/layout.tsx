import { themeColor } from '@flash/web';
import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { Chrome } from '../../features/chrome/chrome.tsx';
import { directionOf, locales } from '../../i18n/locales.ts';
import { type LocaleParams, localeParam } from '../../i18n/page.ts';
import '../globals.css';

/** One static file per page and language; other languages do not exist. */
export const dynamicParams = false;
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

export async function generateMetadata({ params }: LocaleParams): Promise<Metadata> {
  const t = await getTranslations({ locale: await localeParam(params), namespace: 'site' });
  return { title: t('name'), description: t('description') };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor,
};

export default async function RootLayout({
  children,
  params,
}: LocaleParams & { children: ReactNode }) {
  const locale = await localeParam(params);
  setRequestLocale(locale);
  // Every page needs it first: loaded with the scripts instead of after them.
  preload('/config.json', { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body>
        <NextIntlClientProvider>
          <Chrome>{children}</Chrome>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
