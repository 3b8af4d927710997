import type { PanelProps } from '../purchase-panel.tsx';
import { Price } from './price.tsx';

export function Paying({ purchase }: PanelProps) {
  const { place, sale } = purchase;
  const isPriced = place?.state === 'held' || place?.state === 'claimed';
  return (
    <>
      {isPriced && <Price name={sale?.name} minor={place.priceMinor} currency={place.currency} />}
      <div className="working" aria-hidden="true">
        <span />
      </div>
    </>
  );
}
