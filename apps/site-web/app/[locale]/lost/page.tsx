import { setRequestLocale } from 'next-intl/server';
import { NotFoundPage } from '../../../features/pages/not-found-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('pages.lost');

/** Answers every unknown address; proxy.ts sets the status. */
export default async function LostPage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <NotFoundPage />;
}
