'use client';

import { Group, Text } from '@mantine/core';
import { useSale } from '../sale/context.ts';
import { ExportButton } from './export-button.tsx';
import { OrdersView } from './orders-view.tsx';

export function SaleOrdersPage() {
  const { id } = useSale();
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text c="dimmed" size="sm">
          All orders of this sale, newest first.
        </Text>
        <ExportButton saleId={id} />
      </Group>
      <OrdersView saleId={id} />
    </>
  );
}
