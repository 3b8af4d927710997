import type { AdminSale } from '@flash/shared-types';
import { formatMoney } from '@flash/web';
import { readersZone, spanOf } from '../kit/when.tsx';

/** When, for how much and for whom; where the sale has another clock, a line for each of the two. */
export function SaleFacts({ sale }: { sale: AdminSale }) {
  const { startsAt, endsAt, timeZone, identity } = sale;
  const isElsewhere = timeZone !== readersZone();
  const price = formatMoney(sale.pricePerUnitMinor, sale.currency);
  const who = identity === 'guest' ? 'guests' : 'accounts';
  return (
    <div className="numbers">
      {spanOf(startsAt, endsAt)}
      {isElsewhere && ' your time'} · {price} · for {who}
      {isElsewhere && (
        <>
          <br />
          {spanOf(startsAt, endsAt, timeZone)} where the sale is
        </>
      )}
    </div>
  );
}
