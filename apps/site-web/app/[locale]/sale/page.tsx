import { useTranslations } from 'next-intl';
import { setRequestLocale } from 'next-intl/server';
import { PurchasePage } from '../../../features/purchase/page.tsx';
import { type LocaleParams, localeParam } from '../../../i18n/page.ts';

/** The same file for every sale: which one is meant is read from the address in the browser. */
export default async function SalePage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return (
    <>
      <NoScript />
      <PurchasePage />
    </>
  );
}

/** The page's address ends in a slash, so `plain` is the plain page of the very same sale. */
function NoScript() {
  const t = useTranslations('site');
  return (
    <noscript>
      <p className="notice notice-warn">
        <span>
          {t('noScript')} <a href="plain">{t('noScriptLink')}</a>
        </span>
      </p>
    </noscript>
  );
}
