import type { Metadata } from 'next';
import { SaleOrdersPage } from '../../../../features/orders/page.tsx';

export const metadata: Metadata = { title: 'Orders of a sale' };

export default function SaleOrders() {
  return <SaleOrdersPage />;
}
