import { NewSalePage } from '../../../../features/sales/form/new-page.tsx';

export default function NewSale() {
  return <NewSalePage />;
}
