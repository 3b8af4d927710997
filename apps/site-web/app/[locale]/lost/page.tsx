import { setRequestLocale } from 'next-intl/server';
import { Lost } from '../../../features/pages/lost.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('pages.lost');

/** Where every unknown address leads; the status is set where that is decided, in proxy.ts. */
export default async function LostPage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <Lost />;
}
