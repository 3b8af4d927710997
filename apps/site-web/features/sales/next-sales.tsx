'use client';

import type { ShopApi } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { siteClock } from '../../lib/shop/site-clock.ts';
import type { ListedSale } from './listed-sale.ts';
import { SaleCard } from './sale-card.tsx';
import type { PublicSales } from './use-sales.ts';

const NEXT_SALES_MAX = 3;

interface NextSalesProps {
  shop: ShopApi | null;
  /** The sale that is over. */
  saleId: string;
}

/** Other sales to go on with, on the page of a sale that is over. */
export function NextSales({ shop, saleId }: NextSalesProps) {
  const t = useTranslations('list');
  const [sales, setSales] = useState<ListedSale[]>([]);
  useEffect(() => {
    let isMounted = true;
    void shop?.publicSales().then((answer) => {
      // Without an answer the link to all sales remains.
      if (answer.ok && isMounted) {
        setSales(nextSales(answer.value, saleId));
      }
    });
    return () => {
      isMounted = false;
    };
  }, [shop, saleId]);
  if (sales.length === 0) {
    return null;
  }
  return (
    <section className="sales next-sales" aria-labelledby="next-sales">
      <h2 id="next-sales">{t('next')}</h2>
      <ul className="cards">
        {sales.map((sale) => (
          <SaleCard key={sale.id} sale={sale} clock={siteClock} />
        ))}
      </ul>
    </section>
  );
}

/** Sales with units free now, then the next ones to open. */
export function nextSales(
  { live, upcoming }: Pick<PublicSales, 'live' | 'upcoming'>,
  saleId: string,
): ListedSale[] {
  const opening = [...upcoming].sort((one, other) => opensAt(one) - opensAt(other));
  return [...live.filter(hasFreeUnits), ...opening]
    .filter(({ id }) => id !== saleId)
    .slice(0, NEXT_SALES_MAX);
}

const opensAt = ({ lobbyOpensAt }: PublicSale) => Date.parse(lobbyOpensAt);

function hasFreeUnits({ counts, currentQuantity }: ListedSale): boolean {
  return counts ? counts.free > 0 : currentQuantity > 0;
}
