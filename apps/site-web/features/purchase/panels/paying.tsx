import { formatMoney } from '@flash/web';
import type { PanelProps } from '../purchase-panel.tsx';

export function Paying({ purchase }: PanelProps) {
  const { place, sale } = purchase;
  const isPriced = place?.state === 'held' || place?.state === 'claimed';
  return (
    <div className="panel" aria-busy="true">
      <p className="kicker kicker-live">Paying</p>
      <h1>Your payment is being made</h1>
      {isPriced && (
        <dl className="summary">
          <dt>{sale?.name}</dt>
          <dd>{formatMoney(place.priceMinor, place.currency)}</dd>
        </dl>
      )}
      <div className="working" aria-hidden="true">
        <span />
      </div>
      <p className="muted">
        This can take a few seconds. Your reservation waits for the result, and you are charged once
        at most.
      </p>
    </div>
  );
}
