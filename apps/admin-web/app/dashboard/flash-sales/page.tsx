import type { Metadata } from 'next';
import { SalesPage } from '../../../features/sale-list/page.tsx';

export const metadata: Metadata = { title: 'Sales' };

export default function FlashSales() {
  return <SalesPage />;
}
