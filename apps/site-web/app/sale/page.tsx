import { PurchasePage } from '../../features/purchase/purchase-page.tsx';

export default function SalePage() {
  return <PurchasePage />;
}
