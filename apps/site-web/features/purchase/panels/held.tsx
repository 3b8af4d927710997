import { formatCountdown } from '@flash/shared-utils';
import { Countdown, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Action } from '../state/purchase.ts';
import { contactOf, useContactDraft } from './details.tsx';
import type { PanelProps } from './parts.tsx';
import { ActionError, Leave, Price } from './parts.tsx';

export function Held({ screen, purchase, actions, now }: PanelProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const [draft] = useContactDraft();
  const isPaySeen = useIsPaySeen();
  const { place, busy } = purchase;
  if (place?.state !== 'held') {
    return null;
  }
  const pay = (event: FormEvent) => {
    event.preventDefault();
    void actions.confirm({ paymentToken: draft.token, contact: contactOf(draft) });
  };
  const untilMs = Date.parse(place.expiresAt);
  return (
    <>
      <div className={`hold-clock ${screen === 'ending' ? 'hold-ending' : ''}`}>
        <Countdown untilMs={untilMs} nowMs={now} label={t('timeLeft')} />
        <span>
          {now === null ? t('updating') : t('until', { time: format.clock(place.expiresAt) })}
        </span>
      </div>
      <ActionError purchase={purchase} of="paying" />
      {screen === 'ending' && (
        <Extend
          leftMs={untilMs - (now ?? untilMs)}
          extensionSeconds={purchase.sale?.extensionSeconds ?? 0}
          {...{ place, busy }}
          extend={actions.extend}
        />
      )}
      <ActionError purchase={purchase} of="extending" />
      {place.pause && <Notice tone="info" title={t('pausedPay')} />}
      {!isPaySeen && (
        <p className="turn-bar">
          <span>{t('turnTitle')}</span>
          <Countdown untilMs={untilMs} nowMs={now} label={t('timeLeft')} />
          <a className="button" href="#pay">
            {t('payOnly')}
          </a>
        </p>
      )}
      <form onSubmit={pay} className="stack">
        <Price name={purchase.sale?.name} minor={place.priceMinor} currency={place.currency} />
        <button type="submit" id="pay" className="button" disabled={busy !== null}>
          {place.priceMinor === 0
            ? t('payFree')
            : t('pay', { amount: format.money(place.priceMinor, place.currency) })}
        </button>
      </form>
    </>
  );
}

export function HeldFoot({ purchase, actions }: PanelProps) {
  const t = useTranslations('purchase');
  return (
    <>
      <ActionError purchase={purchase} of="leaving" />
      <Leave actions={actions} isBusy={purchase.busy !== null} label={t('leaveHold')} />
    </>
  );
}

/** Whether the Pay button is on screen; if not, a bar shows the turn while details are filled in. */
function useIsPaySeen(): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    const pay = document.getElementById('pay');
    if (!pay || typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true));
    observer.observe(pay);
    return () => observer.disconnect();
  }, []);
  return isSeen;
}

interface ExtendProps {
  place: { extensionsLeft: number };
  busy: Action | null;
  leftMs: number;
  extensionSeconds: number;
  extend: () => Promise<void>;
}

const LAST_MS = 60_000;

/** Adds time with one press; in the last minute it is a dialog, which does not trap the focus. */
export function Extend({ place, busy, leftMs, extensionSeconds, extend }: ExtendProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const [isSeen, setSeen] = useState(false);
  if (place.extensionsLeft === 0) {
    return <p className="fine">{t('extendedOut')}</p>;
  }
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
  if (leftMs > LAST_MS || isSeen) {
    return button;
  }
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
