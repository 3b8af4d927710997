import { formatCountdown } from '@flash/shared-utils';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Action } from '../purchase.ts';

interface ExtendProps {
  place: { extensionsLeft: number };
  busy: Action | null;
  leftMs: number;
  extensionSeconds: number;
  extend: () => Promise<void>;
}

const LAST_MS = 60_000;

/** More time with one press; in the last minute it stands in front of the page, without a trap. */
export function Extend({ place, busy, leftMs, extensionSeconds, extend }: ExtendProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const [isSeen, setSeen] = useState(false);
  if (place.extensionsLeft === 0) return <p className="fine">{t('extendedOut')}</p>;
  const button = (
    <button
      type="button"
      className="button button-quiet"
      disabled={busy !== null}
      onClick={() => void extend()}
    >
      {t('extend', { span: format.span(extensionSeconds) })}
    </button>
  );
  if (leftMs > LAST_MS || isSeen) return button;
  return (
    <dialog open className="last-call" aria-labelledby="last-call">
      <p id="last-call" className="notice-title">
        {t('lastMinute')} <span className="last-call-time">{formatCountdown(leftMs)}</span>
      </p>
      <p>{t('lastMinuteText')}</p>
      <div className="last-call-row">
        {button}
        <button type="button" className="button button-quiet" onClick={() => setSeen(true)}>
          {t('payOnly')}
        </button>
      </div>
    </dialog>
  );
}
