import type { Metadata } from 'next';
import { SalePaymentsPage } from '../../../../features/reconciliation/page.tsx';

export const metadata: Metadata = { title: 'Payments of a sale' };

export default function SalePayments() {
  return <SalePaymentsPage />;
}
