import type { ServerClock } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { useTicking } from '@flash/web';
import { useTranslations } from 'next-intl';
import { useFrozen, useUpdatesPaused } from '../../components/pause-updates.tsx';
import { SalePicture } from '../../components/sale-picture.tsx';
import { Stock } from '../../components/stock.tsx';
import { useFormats } from '../../lib/use-formats.ts';
import { useHref } from '../../lib/use-href.ts';
import { actionIn, badgeOf, type ListedSale, stockIn } from './listed-sale.ts';

export function SaleCard({ sale, clock }: { sale: ListedSale; clock: ServerClock }) {
  const ticking = useTicking(clock.now, 1_000);
  const [arePaused] = useUpdatesPaused();
  const now = useFrozen(ticking, arePaused && ticking !== null ? 'paused' : null);
  const t = useTranslations('badge');
  const list = useTranslations('list');
  const purchase = useTranslations('purchase');
  const format = useFormats();
  const href = useHref();
  const { counts = null } = sale;
  const badge = badgeOf(sale);
  const action = actionIn(sale);
  return (
    <li>
      <a className={`card card-${sale.phase}`} href={href.sale(sale.id)}>
        <SalePicture sale={sale} />
        <span className={`badge badge-${badge.look}`}>{t(badge.text)}</span>
        <h3>
          <bdi>{sale.name}</bdi>
        </h3>
        <p className="price">{format.money(sale.pricePerUnitMinor, sale.currency)}</p>
        <Stock {...stockIn(sale)} />
        {counts !== null && counts.waiting > 0 && (
          <p className="fine">{list('waiting', { waiting: counts.waiting })}</p>
        )}
        <p className="fine">{now === null ? ' ' : <SaleTime sale={sale} now={now} />}</p>
        {action && <span className="card-action">{purchase(action)}</span>}
      </a>
    </li>
  );
}

function SaleTime({ sale, now }: { sale: PublicSale; now: number }) {
  const t = useTranslations('list');
  const format = useFormats();
  const distance = (at: string) => format.distance(Date.parse(at) - now);
  switch (sale.phase) {
    case 'scheduled':
      return t('opensIn', { distance: distance(sale.lobbyOpensAt) });
    case 'lobby':
      return t('startsIn', { distance: distance(sale.startsAt) });
    case 'open':
    case 'paused':
      return t('endsIn', { distance: distance(sale.endsAt) });
    default:
      // Ended early by an operator: the planned end would be wrong.
      if (Date.parse(sale.endsAt) > now) {
        return t('endedEarly');
      }
      return t('ended', { time: format.time(sale.endsAt) });
  }
}
