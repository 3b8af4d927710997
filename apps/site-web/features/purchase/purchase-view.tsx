'use client';

import { formatMoney, Notice } from '@flash/web';
import type { ShopApi } from '../../lib/shop-api.ts';
import { Announcer } from './announcer.tsx';
import { SalePanel } from './panels/sale-panel.tsx';
import { PurchasePanel } from './purchase-panel.tsx';
import { screenOf } from './screen.ts';
import { usePageTitle } from './use-page-title.ts';
import { usePurchase } from './use-purchase.ts';

interface PurchaseViewProps {
  shop: ShopApi;
  saleId: string;
}

export function PurchaseView({ shop, saleId }: PurchaseViewProps) {
  const [purchase, controller] = usePurchase(shop, saleId);
  const screen = screenOf(purchase);
  usePageTitle(purchase, controller.clock);
  const isDated = purchase.link === 'lost' && screen !== 'unreachable';
  return (
    <div className={`sale sale-${screen} ${isDated ? 'sale-dated' : ''}`}>
      <Announcer purchase={purchase} clock={controller.clock} />
      {isDated && (
        <Notice tone="warn" title="Reconnecting – your place is saved">
          <p>What you see is the last known state. This page goes on by itself.</p>
        </Notice>
      )}
      <section className="ticket" aria-label="Your purchase">
        {purchase.sale && (
          <p className="stub">
            <span>{purchase.sale.name}</span>
            <span>{formatMoney(purchase.sale.pricePerUnitMinor, purchase.sale.currency)}</span>
          </p>
        )}
        <PurchasePanel screen={screen} purchase={purchase} controller={controller} shop={shop} />
      </section>
      {purchase.sale && <SalePanel purchase={purchase} sale={purchase.sale} />}
    </div>
  );
}
