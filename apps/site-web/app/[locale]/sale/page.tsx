import { setRequestLocale } from 'next-intl/server';
import { NoScript } from '../../../features/purchase/no-script.tsx';
import { PurchasePage } from '../../../features/purchase/purchase-page.tsx';
import { type LocaleParams, localeParam } from '../../../i18n/params.ts';

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
