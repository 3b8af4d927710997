import { setRequestLocale } from 'next-intl/server';
import { PreviewPage } from '../../../features/preview/preview-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('preview.title');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <PreviewPage />;
}
