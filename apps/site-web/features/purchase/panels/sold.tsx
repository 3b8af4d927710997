import { useTranslations } from 'next-intl';
import { useFormats } from '../../../lib/use-formats.ts';
import { useHref } from '../../../lib/use-href.ts';
import type { PanelProps } from '../purchase-panel.tsx';

export function Sold({ purchase }: PanelProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const href = useHref();
  const { place, sale, email, user } = purchase;
  if (place?.state !== 'sold') return null;
  const rows: [string, string | undefined][] = [
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
      <dl className="receipt">
        {rows.map(([name, value]) => value && <Row key={name} name={name} value={value} />)}
      </dl>
      <a className="button" href={href.order(place.orderId)}>
        {t('receipt')}
      </a>
      <a className="link" href={href.home}>
        {t('otherSales')}
      </a>
    </>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
