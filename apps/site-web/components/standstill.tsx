'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { createKeptChoice } from '../lib/storage/kept-choice.ts';
import { useFormats } from '../lib/use-formats.ts';

/** Whether what moves by itself stands still until the reader says otherwise. */
export const useIsStill = createKeptChoice('flash.still');

/** The value as it was when `key` came up, for as long as that stays; always the newest for null. */
export function useStandstill<Value>(value: Value, key: string | null): Value {
  const kept = useRef({ key, value });
  if (key === null || kept.current.key !== key) {
    kept.current = { key, value };
  }
  return kept.current.value;
}

/** Lets who is distracted by what moves read in peace; `at` is when what is shown was true. */
export function StillSwitch({ at }: { at: number | null }) {
  const t = useTranslations('still');
  const format = useFormats();
  const [isStill, setStill] = useIsStill();
  return (
    <div className="still">
      <label className="check">
        <input
          type="checkbox"
          checked={isStill}
          onChange={(event) => setStill(event.target.checked)}
        />
        {t('pause')}
      </label>
      {isStill && at !== null && <p className="fine">{t('paused', { time: format.clock(at) })}</p>}
    </div>
  );
}
