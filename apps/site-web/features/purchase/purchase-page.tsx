'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { idIn } from '../../lib/addresses.ts';
import { useShop } from '../../lib/use-shop.ts';
import { PurchaseView } from './purchase-view.tsx';

/** The page is one file for all sales; which one is meant stands in the address. */
export function PurchasePage() {
  const shop = useShop();
  const [saleId, setSaleId] = useState<string | null>(null);
  useEffect(() => setSaleId(idIn(location.pathname, 'sales')), []);
  if (!shop || saleId === null) return <Opening />;
  return <PurchaseView key={saleId} shop={shop} saleId={saleId} />;
}

function Opening() {
  const t = useTranslations('screens.loading');
  return (
    <div className="sale">
      <section className="ticket">
        <div className="panel">
          <p className="kicker">{t('kicker')}</p>
          <h1>{t('title')}</h1>
          <p className="muted">{t('text')}</p>
        </div>
      </section>
    </div>
  );
}
