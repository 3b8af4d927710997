import { Countdown, formatClock, formatMoney, Notice, useTicking } from '@flash/web';
import { type FormEvent, useState } from 'react';
import type { PanelProps } from '../purchase-panel.tsx';
import { Details } from './details.tsx';
import { PaymentChoice, type PaymentToken } from './payment-choice.tsx';
import { Trouble } from './trouble.tsx';
import { contactOf, useContactDraft } from './use-contact-draft.ts';
import { Leave } from './waiting.tsx';

const RENEW_MS = 3 * 60_000;

export function Held({ purchase, controller }: PanelProps) {
  const now = useTicking(controller.clock.now, 250);
  const [token, setToken] = useState<PaymentToken>('ok');
  const [draft] = useContactDraft();
  const { place, sale, busy } = purchase;
  if (place?.state !== 'held') return null;
  const untilMs = Date.parse(place.expiresAt);
  const isEnding = now !== null && untilMs - now <= RENEW_MS;
  const pay = (event: FormEvent) => {
    event.preventDefault();
    void controller.confirm({ paymentToken: token, contact: contactOf(draft) });
  };
  return (
    <div className="panel">
      <div role="alert">
        <p className="kicker kicker-live">Your turn</p>
        <h1>Unit {place.unit} is reserved for you</h1>
      </div>
      <div className={`hold-clock ${isEnding ? 'hold-ending' : ''}`}>
        <Countdown untilMs={untilMs} nowMs={now} label="Time left to pay" />
        <span>reserved until {formatClock(place.expiresAt)}</span>
      </div>
      {isEnding && place.extensionsLeft > 0 && (
        <button
          type="button"
          className="button button-quiet"
          disabled={busy !== null}
          onClick={() => void controller.extend()}
        >
          I need more time
        </button>
      )}
      <Trouble purchase={purchase} of="extending" />
      {place.pause && <Notice tone="info" title="The sale is paused. You can still pay." />}
      <Trouble purchase={purchase} of="paying" />
      <form onSubmit={pay} className="stack">
        <dl className="summary">
          <dt>{sale?.name}</dt>
          <dd>{formatMoney(place.priceMinor, place.currency)}</dd>
        </dl>
        <Details />
        <PaymentChoice value={token} onChange={setToken} />
        <button type="submit" className="button" disabled={busy !== null}>
          Pay {formatMoney(place.priceMinor, place.currency)}
        </button>
      </form>
      <Trouble purchase={purchase} of="leaving" />
      <Leave controller={controller} isBusy={busy !== null} what="reservation" />
    </div>
  );
}
