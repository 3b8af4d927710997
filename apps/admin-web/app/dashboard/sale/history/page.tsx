import type { Metadata } from 'next';
import { SaleHistoryPage } from '../../../../features/audit/page.tsx';

export const metadata: Metadata = { title: 'History of a sale' };

export default function SaleHistory() {
  return <SaleHistoryPage />;
}
