'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { createMemory } from '../../lib/memory.ts';
import { useFormats } from '../../lib/use-formats.ts';
import type { Purchase } from './purchase.ts';
import { createTurnAlert } from './turn-alert.ts';
import { markIcon } from './turn-alert-icon.ts';

/** Outlives the panels: switched on while joining, rung when the turn comes. */
export const turnAlert = createTurnAlert(createMemory(() => sessionStorage));

/** States in which one may well be looking at another tab. */
const inLine = new Set(['waiting', 'paused', 'sold_out']);

export function useTurnAlert({ place, sale }: Purchase): void {
  const t = useTranslations('purchase');
  const format = useFormats();
  const before = useRef(place?.state);
  useEffect(() => {
    const cameFrom = before.current;
    before.current = place?.state;
    markIcon(place?.state === 'held');
    if (place?.state !== 'held' || !cameFrom || !inLine.has(cameFrom)) return;
    const text = t('turnText', { name: sale?.name ?? '', time: format.clock(place.expiresAt) });
    turnAlert.ring(t('turnTitle'), text);
  }, [place, sale, t, format]);
}
