import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '../../../components/refused.tsx';
import type { ShopApi } from '../../../lib/shop/shop-api.ts';
import { useFormats } from '../../../lib/use-formats.ts';
import type { Actions } from '../controller/controller.ts';
import type { Action, Purchase } from '../state/purchase.ts';
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
}

export function Price({ name, minor, currency }: PriceProps) {
  const format = useFormats();
  return (
    <dl className="summary">
      <dt>{name}</dt>
      <dd>{format.money(minor, currency)}</dd>
    </dl>
  );
}

/** Why the last try of this action was refused. */
export function ActionError({ purchase, of }: { purchase: Purchase; of: Action }) {
  const { failure } = purchase;
  return failure?.action === of ? <Refused refusal={failure.refusal} /> : null;
}

interface LeaveProps {
  actions: Actions;
  isBusy: boolean;
  label: string;
}

/** Giving up a place is final, so it takes two presses. */
export function Leave({ actions, isBusy, label }: LeaveProps) {
  const t = useTranslations('purchase');
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {label}
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
        {t('leaveYes')}
      </button>
      <button type="button" className="button button-quiet" onClick={() => setAsked(false)}>
        {t('leaveNo')}
      </button>
    </div>
  );
}
