import type { Purchase } from '@flash/client';
import { stockOf } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { useLocale, useTranslations } from 'next-intl';
import { SalePicture } from '../../../components/sale-picture.tsx';
import { Stock } from '../../../components/stock.tsx';
import { deliveryWords } from '../../../lib/delivery.ts';
import { useFormats } from '../../../lib/use-formats.ts';
import { isOver } from '../../sales/listed-sale.ts';
import { phaseNow } from '../state/screen.ts';

/** What is sold, and under which rules; the same in every state. */
export function SalePanel({ purchase, sale }: { purchase: Purchase; sale: PublicSale }) {
  const t = useTranslations('sale');
  const format = useFormats();
  const delivery = deliveryWords(sale, t, useLocale());
  const times = purchase.line ?? sale;
  // Ended early by an operator: the planned end would be wrong.
  const phase = phaseNow(purchase);
  const isCutShort = phase === 'ended' && Date.parse(times.endsAt) > (purchase.updatedAt ?? 0);
  return (
    <section className="product" aria-label={t('section')}>
      <SalePicture sale={sale} isMain />
      <h2>
        <bdi>{sale.name}</bdi>
      </h2>
      <p className="price">{format.money(sale.pricePerUnitMinor, sale.currency)}</p>
      <Stock {...stockOf(purchase, sale)} isOver={isOver(phase)} isToCome={phase === 'scheduled'} />
      {sale.description && (
        <p className="description" dir="auto">
          {sale.description}
        </p>
      )}
      <dl className="facts">
        {times.lobbyOpensAt !== times.startsAt && (
          <Times label={t('opens')} at={times.lobbyOpensAt} zone={sale.timeZone} />
        )}
        <Times label={t('starts')} at={times.startsAt} zone={sale.timeZone} />
        {!isCutShort && <Times label={t('ends')} at={times.endsAt} zone={sale.timeZone} />}
        <div>
          <dt>{t('perPerson')}</dt>
          <dd>{format.count(1)}</dd>
        </div>
        <div>
          <dt>{t('timeToPay')}</dt>
          <dd>{format.span(sale.holdTtlSeconds)}</dd>
        </div>
        {delivery && (
          <div>
            <dt>{t('delivery')}</dt>
            <dd>{delivery}</dd>
          </div>
        )}
      </dl>
      <p className="fine">
        {t('rule')} {sale.extensions > 0 && t('ruleExtend')}
      </p>
    </section>
  );
}

/** In the reader's time zone and, if it differs, in the sale's. */
function Times({ label, at, zone }: { label: string; at: string; zone: string }) {
  const format = useFormats();
  const [here, there] = [undefined, zone].map((timeZone) =>
    new Date(at).toLocaleString('en', { timeZone }),
  );
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {format.time(at)}
        {there !== here && <span className="fine other-zone">{format.time(at, zone)}</span>}
      </dd>
    </div>
  );
}
