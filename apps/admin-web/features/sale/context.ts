'use client';

import type { AdminSale } from '@flash/shared-types';
import { createContext, useContext } from 'react';

export const SaleContext = createContext<AdminSale | null>(null);

/** The sale that this page is about; only inside SaleFrame. */
export function useSale(): AdminSale {
  const sale = useContext(SaleContext);
  if (!sale) {
    throw new Error('useSale works only inside SaleFrame');
  }
  return sale;
}
