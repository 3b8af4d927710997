import type { Metadata } from 'next';
import { setRequestLocale } from 'next-intl/server';
import { Gallery } from '../../../features/states/gallery.tsx';
import { type LocaleParams, localeParam } from '../../../i18n/page.ts';

export const metadata: Metadata = { robots: { index: false } };

export default async function StatesPage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <Gallery />;
}
