import type { Action, Actions, Purchase, ShopApi } from '@flash/client';
import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Refused } from '../../../components/refused.tsx';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Screen } from '../state/screen.ts';

export interface PanelProps {
  screen: Screen;
  purchase: Purchase;
  actions: Actions;
  now: number | null;
  shop: ShopApi | null;
}

interface PriceProps {
  name: string | undefined;
  minor: number;
  currency: string;
  /** Rows below it. */
  children?: ReactNode;
}

export function Price({ name, minor, currency, children }: PriceProps) {
  const format = useFormats();
  return (
    <dl className="summary">
      <dt className="summary-item">
        <bdi>{name}</bdi>
      </dt>
      <dd className="summary-item">{format.money(minor, currency)}</dd>
      {children}
    </dl>
  );
}

/** Why the last try of this action was refused, and whether the page tries again by itself. */
export function ActionError({ purchase, of }: { purchase: Purchase; of: Action }) {
  const t = useTranslations('purchase');
  const { failure, busy } = purchase;
  if (failure?.action !== of) {
    return null;
  }
  if (busy === of) {
    return (
      <Notice tone="warn" title={t('turnedAway')}>
        <p>{t('turnedAwayText')}</p>
      </Notice>
    );
  }
  return <Refused refusal={failure.refusal} />;
}

/** A code for a place on another device does not work: said where it is typed, which may be far down the page. */
export const isCodeRefused = ({ failure }: Purchase) =>
  failure?.refusal.code === 'DEVICE_CODE_NOT_FOUND';

/** Why joining was refused, apart from a code. */
export function JoinError({ purchase }: { purchase: Purchase }) {
  return isCodeRefused(purchase) ? null : <ActionError purchase={purchase} of="joining" />;
}

interface PauseNoticeProps {
  pause: { since: string; reason: string } | null | undefined;
  now: number | null;
}

/** Since when and why nothing moves. */
export function PauseNotice({ pause, now }: PauseNoticeProps) {
  const t = useTranslations('purchase');
  const format = useFormats();
  if (!pause) {
    return null;
  }
  const time = format.clock(pause.since);
  const minutes = now === null ? 0 : Math.floor((now - Date.parse(pause.since)) / 60_000);
  return (
    <Notice
      tone="warn"
      title={
        minutes > 0
          ? t('pausedFor', { time, span: format.distance(minutes * 60_000) })
          : t('pausedSince', { time })
      }
    >
      <p dir="auto">{pause.reason}</p>
    </Notice>
  );
}

interface LeaveProps {
  actions: Actions;
  isBusy: boolean;
  of: 'leavePlace' | 'leaveHold';
}

/** Giving up a place is final, so it takes two presses. */
export function Leave({ actions, isBusy, of }: LeaveProps) {
  const t = useTranslations('purchase');
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {t(of)}
      </button>
    );
  }
  return (
    <div className="confirm-row">
      <p>{t('leaveAsk')}</p>
      <button
        type="button"
        className="button button-bad"
        disabled={isBusy}
        onClick={() => void actions.leave()}
      >
        {t(`${of}Yes`)}
      </button>
      <button type="button" className="button button-quiet" onClick={() => setAsked(false)}>
        {t(`${of}No`)}
      </button>
    </div>
  );
}
