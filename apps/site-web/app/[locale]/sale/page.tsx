import { useTranslations } from 'next-intl';
import { setRequestLocale } from 'next-intl/server';
import { PurchasePage } from '../../../features/purchase/page.tsx';
import { type LocaleParams, localeParam } from '../../../i18n/page.ts';

/** One static page for every sale: the browser reads the id from the address. */
export default async function SalePage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return (
    <>
      <NoScript />
      <PurchasePage />
    </>
  );
}

/** The address of the page ends in a slash, so `plain` is the plain page of the same sale. */
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
