import type { Action } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { formatCountdown } from '@flash/shared-utils';
import { Countdown, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { useFormats } from '../../../lib/use-formats.ts';
import type { PaymentForm } from '../payment/use-payment-form.ts';
import { contactOf } from '../state/contact.ts';
import { showFault, useContactDraft } from './details.tsx';
import type { PanelProps } from './parts.tsx';
import { ActionError, Leave, Price } from './parts.tsx';

const CLOCK_ID = 'hold-clock';
const PAY_FORM_ID = 'pay-form';

/** The time that is left, and what the buyer has to know before paying. */
export function Held({ screen, purchase, now }: PanelProps) {
  const t = useTranslations('purchase');
  const isClockSeen = useIsSeen(CLOCK_ID);
  const { place } = purchase;
  if (place?.state !== 'held') {
    return null;
  }
  const untilMs = Date.parse(place.expiresAt);
  return (
    <>
      <HoldClock expiresAt={place.expiresAt} isEnding={screen === 'ending'} now={now} />
      <ActionError purchase={purchase} of="paying" />
      {place.pause && <Notice tone="info" title={t('pausedPay')} />}
      {!isClockSeen && (
        <p className="turn-bar">
          <span>{t('turnTitle')}</span>
          {/* The clock itself is read out: once is enough. */}
          <span aria-hidden="true">
            <Countdown untilMs={untilMs} nowMs={now} label={t('timeLeft')} />
          </span>
          <a className="button" href="#pay">
            {t('payOnly')}
          </a>
        </p>
      )}
    </>
  );
}

interface PayProps {
  /** Null: there is nothing to authorise in the browser. */
  form: PaymentForm | null;
}

interface HoldClockProps {
  expiresAt: string;
  isEnding: boolean;
  now: number | null;
}

export function HoldClock({ expiresAt, isEnding, now }: HoldClockProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  return (
    <div id={CLOCK_ID} className={`hold-clock ${isEnding ? 'hold-ending' : ''}`}>
      <Countdown untilMs={Date.parse(expiresAt)} nowMs={now} label={t('timeLeft')} />
      <span>{now === null ? t('updating') : t('until', { time: format.clock(expiresAt) })}</span>
    </div>
  );
}

/** What is paid and how, and the button that pays. What comes later comes below it, so that it does not move. */
export function Pay({ screen, purchase, actions, now, form }: PanelProps & PayProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const [draft] = useContactDraft();
  const [isChecking, setChecking] = useState(false);
  const { place, busy } = purchase;
  if (place?.state !== 'held') {
    return null;
  }
  const canPay = busy === null && !isChecking && (form === null || form.state === 'ready');
  const isFree = place.priceMinor === 0;
  const untilMs = Date.parse(place.expiresAt);
  const pay = async (event: FormEvent) => {
    event.preventDefault();
    const contact = contactOf(draft, purchase.sale);
    if (!canPay || showFault(purchase.sale)) {
      return;
    }
    if (form === null) {
      return actions.confirm({ paymentToken: draft.token, contact });
    }
    setChecking(true);
    const fault = await form.check();
    setChecking(false);
    if (fault !== 'incomplete') {
      await actions.payWith(fault === null ? form.authorise : async () => fault, { contact });
    }
  };
  return (
    <>
      <form id={PAY_FORM_ID} onSubmit={(event) => void pay(event)} className="stack">
        <Price name={purchase.sale?.name} minor={place.priceMinor} currency={place.currency}>
          {!isFree && form === null && (
            <>
              <dt>{t('payBy')}</dt>
              <dd>{t('testCard')}</dd>
            </>
          )}
        </Price>
        <button type="submit" id="pay" className="button" disabled={!canPay}>
          {isFree
            ? t('payFree')
            : t('pay', { amount: format.money(place.priceMinor, place.currency) })}
        </button>
      </form>
      {screen === 'ending' && (
        <Extend
          leftMs={untilMs - (now ?? untilMs)}
          sale={purchase.sale}
          {...{ place, busy, canPay }}
          extend={actions.extend}
        />
      )}
      <ActionError purchase={purchase} of="extending" />
      <ActionError purchase={purchase} of="leaving" />
      <Leave actions={actions} isBusy={busy !== null} of="leaveHold" />
    </>
  );
}

/** Whether an element is on screen. While the clock is not, a bar shows the turn to who fills in details. */
function useIsSeen(id: string): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!element || typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true));
    observer.observe(element);
    return () => observer.disconnect();
  }, [id]);
  return isSeen;
}

interface ExtendProps {
  place: { extensionsLeft: number };
  busy: Action | null;
  canPay: boolean;
  leftMs: number;
  sale: Pick<PublicSale, 'extensions' | 'extensionSeconds'> | null;
  extend: () => Promise<void>;
}

const LAST_MS = 60_000;

/** Adds time with one press; in the last minute it is a dialog, which does not trap the focus. */
function Extend({ place, busy, canPay, leftMs, sale, extend }: ExtendProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  const [isSeen, setSeen] = useState(false);
  if (place.extensionsLeft === 0) {
    // A sale may allow none at all.
    return sale && sale.extensions > 0 ? <p className="fine">{t('extendedOut')}</p> : null;
  }
  const button = (
    <button
      type="button"
      className="button button-quiet"
      disabled={busy !== null}
      onClick={() => void extend()}
    >
      {t('extend', { span: format.span(sale?.extensionSeconds ?? 0) })}
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
      <button type="button" className="link last-call-close" onClick={() => setSeen(true)}>
        {t('close')}
      </button>
      <div className="last-call-row">
        {button}
        <button type="submit" form={PAY_FORM_ID} className="button" disabled={!canPay}>
          {t('payOnly')}
        </button>
      </div>
    </dialog>
  );
}
