import type { PublicSale } from '@flash/shared-types';
import { type ServerClock, useTicking } from '@flash/web';
import { useTranslations } from 'next-intl';
import { SalePicture } from '../../lib/sale-picture.tsx';
import { useIsStill, useStandstill } from '../../lib/standstill.ts';
import { Stock } from '../../lib/stock.tsx';
import { useFormats } from '../../lib/use-formats.ts';
import { useHref } from '../../lib/use-href.ts';

export function SaleCard({ sale, clock }: { sale: PublicSale; clock: ServerClock }) {
  const ticking = useTicking(clock.now, 1_000);
  const [isStill] = useIsStill();
  const now = useStandstill(ticking, isStill && ticking !== null ? 'still' : null);
  const t = useTranslations('badge');
  const format = useFormats();
  const href = useHref();
  const isSoldOut = sale.currentQuantity === 0;
  return (
    <li>
      <a className={`card card-${sale.phase}`} href={href.sale(sale.id)}>
        <SalePicture sale={sale} />
        <span className={`badge badge-${isSoldOut ? 'done' : sale.phase}`}>
          {t(badgeOf(sale, isSoldOut))}
        </span>
        <h3>{sale.name}</h3>
        <p className="price">{format.money(sale.pricePerUnitMinor, sale.currency)}</p>
        <Stock stock={sale.stock} sold={sale.stock - sale.currentQuantity} />
        <p className="fine">{now === null ? ' ' : <When sale={sale} now={now} />}</p>
      </a>
    </li>
  );
}

function badgeOf({ phase }: PublicSale, isSoldOut: boolean): string {
  switch (phase) {
    case 'open':
      return isSoldOut ? 'soldOut' : 'live';
    case 'lobby':
    case 'paused':
    case 'cancelled':
      return phase;
    case 'scheduled':
      return 'upcoming';
    default:
      return isSoldOut ? 'soldOut' : 'ended';
  }
}

function When({ sale, now }: { sale: PublicSale; now: number }) {
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
      // Ended by hand: the time that was planned would be a lie.
      if (Date.parse(sale.endsAt) > now) return t('endedEarly');
      return t('ended', { time: format.time(sale.endsAt) });
  }
}
