import { setRequestLocale } from 'next-intl/server';
import { MyOrders } from '../../../features/orders/my-orders.tsx';
import { type LocaleParams, localeParam } from '../../../i18n/params.ts';

export default async function Page({ params }: LocaleParams) {
  setRequestLocale(await localeParam(params));
  return <MyOrders />;
}
