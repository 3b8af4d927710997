'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { createKeptChoice } from '../lib/storage/kept-choice.ts';
import { useFormats } from '../lib/use-formats.ts';
import { Checkbox } from './checkbox.tsx';

/** Whether the reader paused live updates. */
export const useUpdatesPaused = createKeptChoice('flash.still');

/** The value from when `key` was first passed, as long as it stays the same; the newest for null. */
export function useFrozen<Value>(value: Value, key: string | null): Value {
  const kept = useRef({ key, value });
  if (key === null || kept.current.key !== key) {
    kept.current = { key, value };
  }
  return kept.current.value;
}

/** Pauses live updates for readers whom moving numbers distract; `at` is the time of the data shown. */
export function PauseUpdatesSwitch({ at }: { at: number | null }) {
  const t = useTranslations('still');
  const format = useFormats();
  const [arePaused, setPaused] = useUpdatesPaused();
  return (
    <div className="still">
      <Checkbox label={t('pause')} isChecked={arePaused} onChange={setPaused} />
      {arePaused && at !== null && (
        <p className="fine">{t('paused', { time: format.clock(at) })}</p>
      )}
    </div>
  );
}
