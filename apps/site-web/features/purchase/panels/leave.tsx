import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Actions } from '../controller.ts';

interface LeaveProps {
  actions: Actions;
  isBusy: boolean;
  label: string;
}

/** Giving back is final, so it takes two presses. */
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
