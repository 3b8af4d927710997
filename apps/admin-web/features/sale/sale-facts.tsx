import type { AdminSale } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import { spanOf, zoneTime } from '../kit/when.tsx';

/** When, for how much and for whom; where the sale has another clock, a line for each of the two. */
export function SaleFacts({ sale }: { sale: AdminSale }) {
  const { startsAt, endsAt, timeZone, identity } = sale;
  // Zones of other names may still show the same time.
  const here = spanOf(startsAt, endsAt);
  const there = spanOf(startsAt, endsAt, timeZone);
  const isElsewhere = here !== there;
  const price = formatMoney(sale.pricePerUnitMinor, sale.currency);
  const who = identity === 'guest' ? 'guests' : 'accounts';
  return (
    <div className="numbers">
      {here}
      {isElsewhere && ' your time'} · {price} · for {who}
      {isElsewhere && (
        <>
          <br />
          {there} ({zoneTime(timeZone)})
        </>
      )}
    </div>
  );
}
