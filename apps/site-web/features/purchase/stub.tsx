import type { PublicSale } from '@flash/shared-types';
import { useFormats } from '../../lib/use-formats.ts';

/** What the ticket is for. Its room is kept from the start, so that nothing beneath it moves. */
export function Stub({ sale }: { sale: PublicSale | null }) {
  const format = useFormats();
  return (
    <p className="stub">
      <span>{sale?.name ?? '\u00a0'}</span>
      {sale && <span>{format.money(sale.pricePerUnitMinor, sale.currency)}</span>}
    </p>
  );
}
