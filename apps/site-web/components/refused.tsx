import type { Refusal } from '@flash/client';
import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';

/** Why an action was refused, in the reader's language; never a raw code. */
export function Refused({ refusal }: { refusal: Refusal }) {
  const t = useTranslations('refusals');
  const format = useTranslations('format');
  const code = t.has(`${refusal.code}.title`) ? refusal.code : 'OTHER';
  return (
    <Notice tone="bad" title={t(`${code}.title`)}>
      <p>{t(`${code}.detail`)}</p>
      {refusal.requestId && <p className="fine">{format('request', { id: refusal.requestId })}</p>}
    </Notice>
  );
}
