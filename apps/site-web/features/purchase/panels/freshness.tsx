import { useFormats } from '../../../lib/use-formats.ts';
import type { Purchase } from '../purchase.ts';

/** How old what is shown is; a number that stands still is told from one that is stale. */
export function Freshness({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const format = useFormats();
  if (now === null || purchase.updatedAt === null) return null;
  return <p className="fine freshness">{format.age(now - purchase.updatedAt)}</p>;
}
