import type { Metadata } from 'next';
import { SaleOrdersPage } from '../../../../features/orders/sale-orders-page.tsx';

export const metadata: Metadata = { title: 'Orders of a sale' };

export default function SaleOrders() {
  return <SaleOrdersPage />;
}
