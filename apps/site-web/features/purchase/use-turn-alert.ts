'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useFormats } from '../../lib/use-formats.ts';
import type { Purchase } from './purchase.ts';
import { createTurnAlert } from './turn-alert.ts';

/** Outlives the panels: switched on while joining, rung when the turn comes. */
export const turnAlert = createTurnAlert();

export function useTurnAlert({ place, sale }: Purchase): void {
  const t = useTranslations('purchase');
  const format = useFormats();
  const before = useRef(place?.state);
  useEffect(() => {
    const isTurn = place?.state === 'held' && before.current !== 'held';
    const isNew = before.current === 'waiting' || before.current === 'paused';
    before.current = place?.state;
    if (!isTurn || !isNew || place?.state !== 'held') return;
    const text = t('turnText', { name: sale?.name ?? '', time: format.clock(place.expiresAt) });
    turnAlert.ring(t('turnTitle'), text);
  }, [place, sale, t, format]);
}
