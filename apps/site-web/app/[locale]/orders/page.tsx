import { setRequestLocale } from 'next-intl/server';
import { MyOrders } from '../../../features/orders/my-orders.tsx';
import { type LocaleParams, localeParam, titled } from '../../../i18n/page.ts';

export const generateMetadata = titled('orders.title');

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <MyOrders />;
}
