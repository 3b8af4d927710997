import type { Metadata } from 'next';
import { EditPage } from '../../../../features/sale-form/edit-page.tsx';

export const metadata: Metadata = { title: 'Edit a sale' };

export default function Edit() {
  return <EditPage />;
}
