'use client';

import type { ShopApi } from '@flash/client';
import {
  type Controller,
  createController,
  createMemory,
  initialPurchase,
  monotonicNow,
  noActions,
  type Purchase,
} from '@flash/client';
import { useStore, useTicking } from '@flash/web';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { idIn, PLACE_HASH } from '../../lib/addresses.ts';
import { siteClock } from '../../lib/shop/site-clock.ts';
import { useShop } from '../../lib/shop/use-shop.ts';
import { FirstHtml } from '../first/first-html.tsx';
import { usePaymentReturn } from './payment/use-payment-return.ts';
import { PurchaseScreen } from './purchase-screen.tsx';
import { deadlineOf, screenOf } from './state/screen.ts';
import { useReturnAlert, useTurnAlert } from './turn-alert.tsx';

/** One static page serves all sales; the id is read from the address. */
export function PurchasePage() {
  const shop = useShop();
  const [saleId, setSaleId] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => setOpen(true), []);
  useEffect(() => setSaleId(idIn(location.pathname, 'sales')), []);
  return (
    <>
      {!isOpen && <FirstHtml />}
      {shop && saleId !== null ? (
        <PurchaseView key={saleId} shop={shop} saleId={saleId} onOpen={open} />
      ) : (
        <PurchaseScreen purchase={initialPurchase} actions={noActions} now={null} shop={null} />
      )}
    </>
  );
}

interface PurchaseViewProps {
  shop: ShopApi;
  saleId: string;
  /** The page knows the sale. */
  onOpen: () => void;
}

/** One buyer before one sale. */
function PurchaseView({ shop, saleId, onOpen }: PurchaseViewProps) {
  const [purchase, controller] = usePurchase(shop, saleId);
  const { clock } = controller;
  const tick = useTicking(monotonicNow, () => untilNextSecond(purchase, clock.now()));
  // The tick only triggers a render: the clock may have been corrected since.
  const now = tick === null ? null : clock.now();
  useWake(now, controller.refreshNow);
  useTurnAlert(purchase);
  useReturnAlert(purchase);
  usePaymentReturn(purchase, controller);
  const isOpen = screenOf(purchase, now) !== 'loading';
  // Before the browser paints: the sale is never shown twice. What was typed is taken over by then.
  useLayoutEffect(() => {
    if (isOpen) {
      onOpen();
    }
  }, [isOpen, onOpen]);
  return <PurchaseScreen purchase={purchase} actions={controller} now={now} shop={shop} />;
}

/** After sleep the time left is unknown: refreshes at once instead of at the next poll. */
function useWake(now: number | null, refreshNow: () => void): void {
  const wasKnown = useRef(false);
  const isKnown = now !== null;
  useEffect(() => {
    if (wasKnown.current && !isKnown) {
      refreshNow();
    }
    wasKnown.current = isKnown;
  }, [isKnown, refreshNow]);
}

const TICK_MS = 500;

/** Ticks just after each full second of the countdown: a late tick would show more time than is left. */
function untilNextSecond(purchase: Purchase, now: number | null): number {
  const deadline = deadlineOf(purchase);
  if (now === null || deadline === null || deadline <= now) {
    return TICK_MS;
  }
  return Math.min(TICK_MS, ((deadline - now) % 1_000) + 1);
}

/** The state of the purchase, and its actions. */
function usePurchase(shop: ShopApi, saleId: string): [Purchase, Controller] {
  const controller = useMemo(() => {
    const kept = createMemory(() => localStorage);
    const tab = createMemory(() => sessionStorage);
    const isPlaceExpected = location.hash === PLACE_HASH;
    return createController({ shop, saleId, kept, tab, clock: siteClock, isPlaceExpected });
  }, [shop, saleId]);

  useEffect(() => {
    controller.start();
    const wake = () => document.visibilityState === 'visible' && controller.refreshNow();
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
