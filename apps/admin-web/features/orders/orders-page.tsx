'use client';

import { PageHead } from '../kit/page-head.tsx';
import { ExportButton } from './export-button.tsx';
import { OrdersView } from './orders-view.tsx';

export function OrdersPage() {
  return (
    <>
      <PageHead title="Orders" actions={<ExportButton />}>
        All orders, newest first.
      </PageHead>
      <OrdersView />
    </>
  );
}
