import { SalesPage } from '../../../features/sales/sales-page.tsx';

export default function FlashSales() {
  return <SalesPage />;
}
