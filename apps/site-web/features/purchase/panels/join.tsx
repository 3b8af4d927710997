import { Countdown, Field, formatCount, useTicking } from '@flash/web';
import { type FormEvent, useState } from 'react';
import type { PanelProps } from '../purchase-panel.tsx';
import { phaseNow } from '../screen.ts';
import { Trouble } from './trouble.tsx';

export function Join({ purchase, controller }: PanelProps) {
  const isGuest = purchase.sale?.identity !== 'account';
  const [email, setEmail] = useState(purchase.email);
  const isBusy = purchase.busy === 'joining';
  const join = (event: FormEvent) => {
    event.preventDefault();
    void controller.join(isGuest ? email.trim() : '');
  };
  return (
    <div className="panel">
      <Opening {...{ purchase, controller }} />
      <Trouble purchase={purchase} of="joining" />
      <form onSubmit={join} className="stack">
        {isGuest ? (
          <Field
            label="E-mail"
            type="email"
            name="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            hint="For your receipt. Your place belongs to this browser: come back in this one."
          />
        ) : (
          <p className="muted">Signed in as {purchase.user?.email}.</p>
        )}
        <button type="submit" className="button" disabled={isBusy}>
          {isBusy ? 'Taking your place…' : 'Get my place in line'}
        </button>
      </form>
      <p className="fine">First come, first served. Pressing twice never gives two places.</p>
    </div>
  );
}

function Opening({ purchase, controller }: Pick<PanelProps, 'purchase' | 'controller'>) {
  const now = useTicking(controller.clock.now);
  const { line } = purchase;
  if (phaseNow(purchase) === 'lobby' && line) {
    return (
      <>
        <p className="kicker">The line is open</p>
        <h1>Take your place. Serving starts in</h1>
        <Countdown untilMs={Date.parse(line.startsAt)} nowMs={now} label="Time until the start" />
      </>
    );
  }
  const isPaused = phaseNow(purchase) === 'paused';
  return (
    <>
      <p className={`kicker ${isPaused ? '' : 'kicker-live'}`}>
        {isPaused ? 'Paused' : 'Live now'}
      </p>
      <h1>{headingOf(line?.free ?? null, line?.waiting ?? 0)}</h1>
      {line && line.waiting > 0 && (
        <p className="muted">{formatCount(line.waiting)} waiting in line right now.</p>
      )}
      {isPaused && <p className="muted">You can join; serving goes on when the sale resumes.</p>}
    </>
  );
}

function headingOf(free: number | null, waiting: number): string {
  if (free === null) return 'Get yours';
  if (free > 0 && waiting === 0) return 'Available right now';
  return free > 0 ? 'Join the line' : 'All reserved, not all sold';
}
