import type { Metadata } from 'next';
import { AnalyticsPage } from '../../../../features/analytics/page.tsx';

export const metadata: Metadata = { title: 'Analytics of a sale' };

export default function SaleAnalytics() {
  return <AnalyticsPage />;
}
