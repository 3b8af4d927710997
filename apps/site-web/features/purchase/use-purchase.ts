'use client';

import { useStore } from '@flash/web';
import { useEffect, useMemo } from 'react';
import { createMemory } from '../../lib/memory.ts';
import type { ShopApi } from '../../lib/shop-api.ts';
import { siteClock } from '../../lib/site-clock.ts';
import { type Controller, createController } from './controller.ts';
import type { Purchase } from './purchase.ts';

/** The one hook of the purchase: the state, and what can be done about it. */
export function usePurchase(shop: ShopApi, saleId: string): [Purchase, Controller] {
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
