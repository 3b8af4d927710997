import type { Purchase } from '@flash/client';
import { Field, Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { Checkbox } from '../../../components/checkbox.tsx';
import { typedBefore } from '../../first/first-html.tsx';
import { mailOf } from '../state/screen.ts';
import { turnAlert } from '../turn-alert.tsx';
import { OpenPlace } from './other-device.tsx';
import type { PanelProps } from './parts.tsx';
import { JoinError, PauseNotice } from './parts.tsx';

/** What stands between the heading and the form. */
export function JoinNotices({ purchase, now }: Pick<PanelProps, 'purchase' | 'now'>) {
  return (
    <>
      <PauseNotice pause={purchase.line?.pause} now={now} />
      <GaveBack what={purchase.gaveBack} />
    </>
  );
}

export function Join({ screen, purchase, actions }: PanelProps) {
  const t = useTranslations('purchase');
  const [before] = useState(typedBefore);
  const [email, setEmail] = useState(before?.email || purchase.email);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const input = form.current?.elements.namedItem('email');
    if (before?.hasFocus && input instanceof HTMLInputElement) {
      input.focus();
      // Nothing is typed yet: the first key replaces an address that was filled in meanwhile.
      if (before.email === '') {
        input.select();
      }
    }
  }, [before]);
  const [wantsAlert, setWantsAlert] = useState(turnAlert.store.get() !== 'off');
  const isGuest = purchase.sale?.identity !== 'account';
  const isBusy = screen === 'joining';
  const join = (event: FormEvent) => {
    event.preventDefault();
    // Browsers allow sound and ask for notifications only during a press: this one.
    if (wantsAlert) {
      void turnAlert.switchOn();
    } else {
      turnAlert.switchOff();
    }
    void actions.join(isGuest ? email.trim() : '');
  };
  return (
    <>
      <form ref={form} onSubmit={join} className="stack" aria-busy={isBusy}>
        {isGuest ? (
          <Field
            label={t('email')}
            type="email"
            name="email"
            autoComplete="email"
            required
            readOnly={isBusy}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            hint={t('emailHint', { mail: mailOf(purchase) })}
          />
        ) : (
          <p className="muted">{t('signedInAs', { email: purchase.user?.email ?? '' })}</p>
        )}
        <Checkbox label={t('alertMe')} isChecked={wantsAlert} onChange={setWantsAlert} />
        <button type="submit" className="button" disabled={isBusy}>
          {t(isBusy ? 'joining' : screen === 'join' ? 'joinBuy' : 'join')}
        </button>
      </form>
      {/* Below the button, so that a late answer does not move it. */}
      <JoinError purchase={purchase} />
      {isGuest && <OpenPlace purchase={purchase} actions={actions} />}
    </>
  );
}

/** Confirms that a place or a hold was given up. */
function GaveBack({ what }: { what: Purchase['gaveBack'] }) {
  const t = useTranslations('purchase');
  if (what === null) {
    return null;
  }
  const title = what.unit === null ? t('gavePlace') : t('gaveHold', { unit: what.unit });
  return <Notice tone="info" title={title} />;
}
