import type { Metadata } from 'next';
import { OrderPage } from '../../../features/orders/order-page.tsx';

export const metadata: Metadata = { title: 'Order' };

export default function Order() {
  return <OrderPage />;
}
