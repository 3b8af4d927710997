import { setRequestLocale } from 'next-intl/server';
import { PasswordPage } from '../../../features/account/password-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('password.title');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <PasswordPage />;
}
