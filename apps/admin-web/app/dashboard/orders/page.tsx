import type { Metadata } from 'next';
import { OrdersPage } from '../../../features/orders/page.tsx';

export const metadata: Metadata = { title: 'Orders' };

export default function Orders() {
  return <OrdersPage />;
}
