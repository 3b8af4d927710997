'use client';

import type { AdminSale } from '@flash/shared-types';
import { createContext, useContext } from 'react';

export const SaleContext = createContext<AdminSale | null>(null);

/** The sale that this page is about; only inside its frame. */
export function useSale(): AdminSale {
  const sale = useContext(SaleContext);
  if (!sale) {
    throw new Error('useSale is for pages inside the frame of a sale');
  }
  return sale;
}
