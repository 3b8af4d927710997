import { useTranslations } from 'next-intl';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Purchase } from '../purchase.ts';

/** How old what is shown is; a number that stands still is told from one that is stale. */
export function Freshness({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const format = useFormats();
  const t = useTranslations('purchase');
  if (purchase.updatedAt === null) return null;
  const age = now === null ? t('updating') : format.age(now - purchase.updatedAt);
  return <p className="fine freshness">{age}</p>;
}
