'use client';

import { monotonicNow, useStore, useTicking } from '@flash/web';
import { useEffect, useMemo, useRef, useState } from 'react';
import { idIn } from '../../lib/addresses.ts';
import type { ShopApi } from '../../lib/shop/shop-api.ts';
import { siteClock } from '../../lib/shop/site-clock.ts';
import { useShop } from '../../lib/shop/use-shop.ts';
import { createMemory } from '../../lib/storage/memory.ts';
import { type Controller, createController, noActions } from './controller/controller.ts';
import { PurchaseScreen } from './purchase-screen.tsx';
import { nothingYet, type Purchase } from './state/purchase.ts';
import { deadlineOf } from './state/screen.ts';
import { useTurnAlert } from './turn-alert.tsx';

/** The page is one file for all sales; which one is meant stands in the address. */
export function PurchasePage() {
  const shop = useShop();
  const [saleId, setSaleId] = useState<string | null>(null);
  useEffect(() => setSaleId(idIn(location.pathname, 'sales')), []);
  if (shop && saleId !== null) {
    return <PurchaseView key={saleId} shop={shop} saleId={saleId} />;
  }
  return <PurchaseScreen purchase={nothingYet} actions={noActions} now={null} shop={null} />;
}

interface PurchaseViewProps {
  shop: ShopApi;
  saleId: string;
}

/** One buyer before one sale. */
function PurchaseView({ shop, saleId }: PurchaseViewProps) {
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
    if (wasKnown.current && !isKnown) {
      poke();
    }
    wasKnown.current = isKnown;
  }, [isKnown, poke]);
}

const TICK_MS = 500;

/** A second that has passed is taken off at once: a late tick would show time that is not there. */
function untilNextSecond(purchase: Purchase, now: number | null): number {
  const deadline = deadlineOf(purchase);
  if (now === null || deadline === null || deadline <= now) {
    return TICK_MS;
  }
  return Math.min(TICK_MS, ((deadline - now) % 1_000) + 1);
}

/** The one hook of the purchase: the state, and what can be done about it. */
function usePurchase(shop: ShopApi, saleId: string): [Purchase, Controller] {
  const controller = useMemo(() => {
    const kept = createMemory(() => localStorage);
    const tab = createMemory(() => sessionStorage);
    return createController({ shop, saleId, kept, tab, clock: siteClock });
  }, [shop, saleId]);

  useEffect(() => {
    controller.start();
    const wake = () => document.visibilityState === 'visible' && controller.poke();
    document.addEventListener('visibilitychange', wake);
    const tell = () => controller.store.send({ type: 'network', isOnline: navigator.onLine });
    tell();
    window.addEventListener('online', wake);
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    return () => {
      controller.stop();
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
      window.removeEventListener('online', tell);
      window.removeEventListener('offline', tell);
    };
  }, [controller]);

  return [useStore(controller.store), controller];
}
