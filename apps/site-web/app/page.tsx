import { SalesList } from '../features/sales/sales-list.tsx';

export default function SalesPage() {
  return <SalesList />;
}
