'use client';

import { monotonicNow, useTicking } from '@flash/web';
import { useEffect, useRef } from 'react';
import type { ShopApi } from '../../lib/shop-api.ts';
import type { Purchase } from './purchase.ts';
import { PurchaseScreen } from './purchase-screen.tsx';
import { deadlineOf } from './title.ts';
import { usePurchase } from './use-purchase.ts';
import { useTurnAlert } from './use-turn-alert.ts';

interface PurchaseViewProps {
  shop: ShopApi;
  saleId: string;
}

/** One buyer before one sale. */
export function PurchaseView({ shop, saleId }: PurchaseViewProps) {
  const [purchase, controller] = usePurchase(shop, saleId);
  const { clock } = controller;
  const tick = useTicking(monotonicNow, () => untilNextSecond(purchase, clock.now()));
  // The tick says when to look again; the first answer may have set the clock right since.
  const now = tick === null ? null : clock.now();
  useWake(now, controller.poke);
  useTurnAlert(purchase);
  return <PurchaseScreen purchase={purchase} actions={controller} now={now} shop={shop} />;
}

/** After sleep the time left is unknown: asks at once instead of at the next poll. */
function useWake(now: number | null, poke: () => void): void {
  const wasKnown = useRef(false);
  const isKnown = now !== null;
  useEffect(() => {
    if (wasKnown.current && !isKnown) poke();
    wasKnown.current = isKnown;
  }, [isKnown, poke]);
}

const TICK_MS = 500;

/** A second that has passed is taken off at once: a late tick would show time that is not there. */
function untilNextSecond(purchase: Purchase, now: number | null): number {
  const deadline = deadlineOf(purchase);
  if (now === null || deadline === null || deadline <= now) return TICK_MS;
  return Math.min(TICK_MS, ((deadline - now) % 1_000) + 1);
}
