import { setRequestLocale } from 'next-intl/server';
import { ReceiptPage } from '../../../features/orders/receipt-page.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('orders.receiptTitle');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <ReceiptPage />;
}
