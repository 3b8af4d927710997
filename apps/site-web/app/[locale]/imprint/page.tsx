import { setRequestLocale } from 'next-intl/server';
import { OperatorPage } from '../../../features/pages/operator-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('pages.imprint');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <OperatorPage name="imprint" />;
}
