import type { PublicSale } from '@flash/shared-types';
import { formatMoney, formatTime, Notice, StockBar } from '@flash/web';
import type { Purchase } from '../purchase.ts';

/** What is sold, and by which rules; the same in every state. */
export function SalePanel({ purchase, sale }: { purchase: Purchase; sale: PublicSale }) {
  const message = purchase.place?.message ?? purchase.line?.message ?? sale.message;
  return (
    <section className="product" aria-label="About this sale">
      <h2>{sale.name}</h2>
      <p className="price">{formatMoney(sale.pricePerUnitMinor, sale.currency)}</p>
      {message && (
        <Notice tone="info" title="From the organiser">
          <p>{message}</p>
        </Notice>
      )}
      <Stock purchase={purchase} sale={sale} />
      {sale.description && <p className="description">{sale.description}</p>}
      <dl className="facts">
        <Times label="Starts" at={sale.startsAt} zone={sale.timeZone} />
        <Times label="Ends" at={sale.endsAt} zone={sale.timeZone} />
        <div>
          <dt>Per person</dt>
          <dd>1</dd>
        </div>
        <div>
          <dt>Time to pay</dt>
          <dd>{minutes(sale.holdTtlSeconds)}</dd>
        </div>
      </dl>
      <p className="fine">
        Strictly first come, first served. When your turn comes, one unit is reserved for you
        {sale.extensions > 0 && ', and you can ask for more time once it runs short'}.
      </p>
    </section>
  );
}

function Stock({ purchase, sale }: { purchase: Purchase; sale: PublicSale }) {
  const { line, place } = purchase;
  if (!line && !place) {
    return <StockBar stock={sale.stock} sold={sale.stock - sale.currentQuantity} />;
  }
  const isPlaceNewer =
    place !== null && (!line || Date.parse(place.serverNow) > Date.parse(line.serverNow));
  const held = isPlaceNewer ? place.held : (line?.held ?? 0);
  const free = isPlaceNewer ? place.free : (line?.free ?? 0);
  const stock = line?.stock ?? sale.stock;
  return <StockBar stock={stock} held={held} sold={Math.max(0, stock - free - held)} />;
}

function Times({ label, at, zone }: { label: string; at: string; zone: string }) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {formatTime(at)}
        {zone !== here && <span className="fine other-zone">{formatTime(at, zone)}</span>}
      </dd>
    </div>
  );
}

function minutes(seconds: number): string {
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}
