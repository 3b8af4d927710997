import { setRequestLocale } from 'next-intl/server';
import { AccountPage } from '../../../features/account/account-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('nav.account');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <AccountPage />;
}
