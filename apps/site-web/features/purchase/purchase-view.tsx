'use client';

import { useTicking } from '@flash/web';
import type { ShopApi } from '../../lib/shop-api.ts';
import { PurchaseScreen } from './purchase-screen.tsx';
import { usePurchase } from './use-purchase.ts';
import { useTurnAlert } from './use-turn-alert.ts';

interface PurchaseViewProps {
  shop: ShopApi;
  saleId: string;
}

/** One buyer before one sale. */
export function PurchaseView({ shop, saleId }: PurchaseViewProps) {
  const [purchase, controller] = usePurchase(shop, saleId);
  const tick = useTicking(controller.clock.now);
  // The tick says when to look again; the first answer may have set the clock right since.
  const now = tick === null ? null : controller.clock.now();
  useTurnAlert(purchase);
  return <PurchaseScreen purchase={purchase} actions={controller} now={now} shop={shop} />;
}
