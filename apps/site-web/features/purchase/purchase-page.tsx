'use client';

import { useEffect, useState } from 'react';
import { idIn } from '../../lib/addresses.ts';
import { useShop } from '../../lib/use-shop.ts';
import { noActions } from './no-actions.ts';
import { nothingYet } from './purchase.ts';
import { PurchaseScreen } from './purchase-screen.tsx';
import { PurchaseView } from './purchase-view.tsx';

/** The page is one file for all sales; which one is meant stands in the address. */
export function PurchasePage() {
  const shop = useShop();
  const [saleId, setSaleId] = useState<string | null>(null);
  useEffect(() => setSaleId(idIn(location.pathname, 'sales')), []);
  if (shop && saleId !== null) return <PurchaseView key={saleId} shop={shop} saleId={saleId} />;
  return <PurchaseScreen purchase={nothingYet} actions={noActions} now={null} shop={null} />;
}
