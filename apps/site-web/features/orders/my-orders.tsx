'use client';

import type { ShopApi } from '@flash/client';
import type { OwnOrder } from '@flash/shared-types';
import { useTranslations } from 'next-intl';
import { OrderCode } from '../../components/receipt-rows.tsx';
import { Refused } from '../../components/refused.tsx';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useFormats } from '../../lib/use-formats.ts';
import { useHref } from '../../lib/use-href.ts';

const askSession = (shop: ShopApi) => shop.getSession();
const askOrders = (shop: ShopApi) => shop.myOrders({ query: { limit: '50' } });

/** The session and the tickets of this browser prove the buyer; nothing is typed. */
export function MyOrders() {
  const t = useTranslations('orders');
  const href = useHref();
  const [orders] = useAnswer(askOrders);
  const [session] = useAnswer(askSession);
  return (
    <div className="page stack">
      <h1>{t('title')}</h1>
      <p className="muted">{t('intro')}</p>
      {orders === null && <p role="status">{t('loading')}</p>}
      {orders?.ok === false && <Refused refusal={orders.refusal} />}
      {orders?.ok && orders.value.items.length === 0 && (
        <div className="empty">
          <h2>{t('none')}</h2>
          <p className="muted">{t('noneHint')}</p>
          {session?.ok === false && <a href={href.account}>{t('signIn')}</a>}
        </div>
      )}
      {orders?.ok && (
        <ul className="rows">
          {orders.value.items.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      )}
    </div>
  );
}

function OrderRow({ order }: { order: OwnOrder }) {
  const t = useTranslations('orders');
  const purchase = useTranslations('purchase');
  const format = useFormats();
  const href = useHref();
  const unit = t('unit', { unit: order.unit });
  return (
    <li>
      <a href={href.order(order.id)}>
        <strong>
          <bdi>{order.saleName || unit}</bdi>
        </strong>
        <span>{format.money(order.totalAmountMinor, order.currency)}</span>
        <span className="fine">
          {purchase('order')} <OrderCode>{order.orderCode}</OrderCode>
        </span>
        <span className="fine">{format.time(order.createdAt)}</span>
        <span className="badge">{t(`state.${order.paymentStatus}`)}</span>
        {order.saleName && <span className="fine">{unit}</span>}
      </a>
    </li>
  );
}
