'use client';

import { useEffect, useState } from 'react';
import { useShop } from '../../lib/use-shop.ts';
import { PurchaseView } from './purchase-view.tsx';

/** The page is one file for all sales; which one is meant stands in the address. */
export function PurchasePage() {
  const shop = useShop();
  const [saleId, setSaleId] = useState<string | null>(null);
  useEffect(() => {
    const [, segment, id] = location.pathname.split('/');
    setSaleId(segment === 'sales' && id ? decodeURIComponent(id) : '');
  }, []);
  if (!shop || saleId === null) return <Waiting />;
  return <PurchaseView key={saleId} shop={shop} saleId={saleId} />;
}

function Waiting() {
  return (
    <div className="page-note">
      <h1>Opening the sale</h1>
      <p className="muted">One moment, please.</p>
    </div>
  );
}
