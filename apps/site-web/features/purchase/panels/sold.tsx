import { useTranslations } from 'next-intl';
import { type ReceiptRow, ReceiptRows } from '../../../lib/receipt-rows.tsx';
import { useFormats } from '../../../lib/use-formats.ts';
import { useHref } from '../../../lib/use-href.ts';
import type { PanelProps } from '../purchase-panel.tsx';

export function Sold({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const href = useHref();
  const { place, sale, email, user } = purchase;
  if (place?.state !== 'sold') return null;
  const rows: ReceiptRow[] = [
    [t('order'), place.orderId],
    [t('item'), sale?.name],
    [t('unit'), format.count(place.unit)],
    [
      t('paid'),
      place.totalAmountMinor === null
        ? undefined
        : format.money(place.totalAmountMinor, place.currency),
    ],
    [t('when'), place.confirmedAt ? format.time(place.confirmedAt) : undefined],
    [t('buyer'), user?.email ?? email],
  ];
  return (
    <>
      <ReceiptRows rows={rows} />
      <a className="button" href={href.order(place.orderId)}>
        {t('receipt')}
      </a>
      <a className="link" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}
