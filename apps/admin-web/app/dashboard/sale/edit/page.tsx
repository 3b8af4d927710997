import { EditPage } from '../../../../features/sales/form/edit-page.tsx';

export default function Edit() {
  return <EditPage />;
}
