import { setRequestLocale } from 'next-intl/server';
import { SalesList } from '../../features/sales/sales-list.tsx';
import { type LocaleParams, localeParam } from '../../i18n/page.ts';

export default async function SalesPage({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <SalesList />;
}
