'use client';

import { useIsStill, useStandstill } from '../../lib/standstill.ts';
import type { Purchase } from './purchase.ts';
import type { Screen } from './screen.ts';

/** Where time runs against the buyer nothing may stand still: that would hide what it costs. */
const moving: readonly Screen[] = ['held', 'ending', 'failed', 'paying', 'joining', 'loading'];

export const canStandStill = (screen: Screen) => !moving.includes(screen);

interface View {
  purchase: Purchase;
  now: number | null;
}

/**
 * What to show while updates are paused: numbers and times as they were. A turn, another state of the
 * sale and a word of the organiser come through, and what the buyer does is always answered.
 */
export function useStillView(view: View, screen: Screen): View & { isStill: boolean } {
  const [isWanted] = useIsStill();
  const { purchase, now } = view;
  const isStill = isWanted && now !== null && canStandStill(screen);
  const kept = useStandstill(view, isStill ? keyOf(purchase, screen) : null);
  const { sale, line, place, updatedAt, aheadAtJoin } = kept.purchase;
  return {
    purchase: { ...purchase, sale, line, place, updatedAt, aheadAtJoin },
    now: kept.now,
    isStill,
  };
}

function keyOf({ place, line }: Purchase, screen: Screen): string {
  return [screen, place?.seq, place?.message ?? line?.message].join(' ');
}
