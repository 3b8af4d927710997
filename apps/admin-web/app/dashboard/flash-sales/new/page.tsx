import type { Metadata } from 'next';
import { NewSalePage } from '../../../../features/sale-form/new-page.tsx';

export const metadata: Metadata = { title: 'New sale' };

export default function NewSale() {
  return <NewSalePage />;
}
