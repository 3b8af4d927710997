'use client';

import type { ShopApi } from '@flash/client';
import type { OrderContact, Receipt } from '@flash/shared-types';
import { Notice, useSiteConfig } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useCallback } from 'react';
import { OrderCode, type ReceiptRow, ReceiptRows } from '../../components/receipt-rows.tsx';
import { Refused } from '../../components/refused.tsx';
import { SalePicture } from '../../components/sale-picture.tsx';
import { idIn } from '../../lib/addresses.ts';
import { labelText } from '../../lib/delivery.ts';
import { useAnswer } from '../../lib/shop/use-shop.ts';
import { useFormats } from '../../lib/use-formats.ts';
import { useHref } from '../../lib/use-href.ts';

const askReceipt = (shop: ShopApi) =>
  shop.receipt({ params: { orderId: idIn(location.pathname, 'orders') || '-' } });

export function ReceiptPage() {
  const t = useTranslations('orders');
  const href = useHref();
  const [receipt] = useAnswer(askReceipt);
  const isForeign = receipt?.ok === false && [400, 401, 403, 404].includes(receipt.refusal.status);
  return (
    <div className="page stack">
      <h1>{t('receiptTitle')}</h1>
      {receipt === null && (
        <p role="status" className="loading-page">
          {t('loading')}
        </p>
      )}
      {isForeign && (
        <Notice tone="warn" title={t('receiptMissing')}>
          <p>{t('receiptMissingHint')}</p>
        </Notice>
      )}
      {receipt?.ok === false && !isForeign && <Refused refusal={receipt.refusal} />}
      {receipt?.ok && <Sheet receipt={receipt.value} />}
      <a className="link" href={href.orders}>
        {t('back')}
      </a>
    </div>
  );
}

function Sheet({ receipt }: { receipt: Receipt }) {
  const t = useTranslations('purchase');
  const orders = useTranslations('orders');
  const format = useFormats();
  const href = useHref();
  const seller = useSiteConfig()?.texts?.imprint;
  const { contact } = receipt;
  const label = labelText(contact, useLocale());
  const rows: ReceiptRow[] = [
    [t('order'), <OrderCode key="order">{receipt.orderCode}</OrderCode>],
    [t('item'), receipt.saleName && <bdi key="item">{receipt.saleName}</bdi>],
    [t('unit'), format.count(receipt.unit)],
    [t('paid'), format.money(receipt.totalAmountMinor, receipt.currency)],
    [t('status'), orders(`state.${receipt.paymentStatus}`)],
    [t('when'), format.time(receipt.confirmedAt)],
    [t('buyer'), receipt.userEmail],
    [orders('contact'), contact && contactWords({ ...contact, name: label ? '' : contact.name })],
    [
      orders('deliverTo'),
      label && (
        <span className="page-text" dir="auto">
          {label}
        </span>
      ),
    ],
    [orders('seller'), seller && <span className="page-text">{seller}</span>],
  ];
  return (
    <>
      <ReceiptRows rows={rows} isSheet />
      <p>
        {orders('next')} <a href={href.page('imprint')}>{orders('nextLink')}</a>
      </p>
      <button type="button" className="button button-quiet" onClick={() => window.print()}>
        {orders('print')}
      </button>
      <BoughtPicture saleId={receipt.flashSaleId} />
    </>
  );
}

/** A phone number reads from left to right in every language. */
function contactWords({ name, phone }: Pick<OrderContact, 'name' | 'phone'>): ReactNode {
  if (!phone) {
    return name;
  }
  return (
    <>
      {name && <bdi>{name}</bdi>}
      {name && ' · '}
      <bdi dir="ltr">{phone}</bdi>
    </>
  );
}

/** What was bought, as long as the shop still shows it; below the facts, which it cannot move when it comes. */
function BoughtPicture({ saleId }: { saleId: string }) {
  const ask = useCallback(
    (shop: ShopApi) => shop.publicSale({ query: { flashSaleId: saleId } }),
    [saleId],
  );
  const [sale] = useAnswer(ask);
  const item = sale?.ok ? sale.value.item : null;
  return (
    <div className="receipt-picture">{item?.picture && <SalePicture sale={item} isMain />}</div>
  );
}
