import { formatMoney, formatTime } from '@flash/web';
import type { PanelProps } from '../purchase-panel.tsx';

export function Sold({ purchase }: PanelProps) {
  const { place, sale, email, user } = purchase;
  if (place?.state !== 'sold') return null;
  return (
    <div className="panel">
      <p className="kicker kicker-good">Confirmed</p>
      <h1>It is yours: unit {place.unit}</h1>
      <dl className="receipt">
        <dt>Order</dt>
        <dd className="mono">{place.orderId}</dd>
        <dt>Item</dt>
        <dd>{sale?.name}</dd>
        {place.totalAmountMinor !== null && (
          <>
            <dt>Paid</dt>
            <dd>{formatMoney(place.totalAmountMinor, place.currency)}</dd>
          </>
        )}
        {place.confirmedAt && (
          <>
            <dt>When</dt>
            <dd>{formatTime(place.confirmedAt)}</dd>
          </>
        )}
        <dt>Buyer</dt>
        <dd>{user?.email ?? email}</dd>
      </dl>
      <button type="button" className="button button-quiet" onClick={() => window.print()}>
        Print the receipt
      </button>
      <a className="link" href="/">
        See other sales
      </a>
    </div>
  );
}
