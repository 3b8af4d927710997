import type { Metadata } from 'next';
import { SalesPage } from '../../../features/sales/sales-page.tsx';

export const metadata: Metadata = { title: 'Sales' };

export default function FlashSales() {
  return <SalesPage />;
}
