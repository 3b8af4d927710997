import type { PublicSale } from '@flash/shared-types';
import {
  formatDistance,
  formatMoney,
  formatTime,
  type ServerClock,
  StockBar,
  useTicking,
} from '@flash/web';

export function SaleCard({ sale, clock }: { sale: PublicSale; clock: ServerClock }) {
  const now = useTicking(clock.now, 1_000);
  const isSoldOut = sale.currentQuantity === 0;
  return (
    <li>
      <a className={`card card-${sale.phase}`} href={`/sales/${sale.id}`}>
        <span className={`badge badge-${isSoldOut ? 'done' : sale.phase}`}>
          {badgeOf(sale, isSoldOut)}
        </span>
        <h3>{sale.name}</h3>
        <p className="price">{formatMoney(sale.pricePerUnitMinor, sale.currency)}</p>
        <StockBar stock={sale.stock} sold={sale.stock - sale.currentQuantity} />
        <p className="fine">{now === null ? ' ' : timeOf(sale, now)}</p>
      </a>
    </li>
  );
}

function badgeOf(sale: PublicSale, isSoldOut: boolean): string {
  switch (sale.phase) {
    case 'open':
      return isSoldOut ? 'Sold out' : 'Live';
    case 'lobby':
      return 'Line is open';
    case 'paused':
      return 'Paused';
    case 'scheduled':
      return 'Upcoming';
    case 'cancelled':
      return 'Cancelled';
    default:
      return isSoldOut ? 'Sold out' : 'Ended';
  }
}

function timeOf(sale: PublicSale, now: number): string {
  const [opens, starts, ends] = [sale.lobbyOpensAt, sale.startsAt, sale.endsAt].map(Date.parse) as [
    number,
    number,
    number,
  ];
  if (sale.phase === 'scheduled') return `Opens in ${formatDistance(opens - now)}`;
  if (sale.phase === 'lobby') return `Starts in ${formatDistance(starts - now)}`;
  if (sale.phase === 'open' || sale.phase === 'paused') {
    return `Ends in ${formatDistance(ends - now)}`;
  }
  return `Ended ${formatTime(sale.endsAt)}`;
}
