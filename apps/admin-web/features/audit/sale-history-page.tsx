'use client';

import { Group, Text } from '@mantine/core';
import { useSale } from '../sale/sale-context.ts';
import { AuditExport } from './audit-export.tsx';
import { AuditView } from './audit-view.tsx';

export function SaleHistoryPage() {
  const { id } = useSale();
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text c="dimmed" size="sm">
          What the team did to this sale, and why.
        </Text>
        <AuditExport saleId={id} />
      </Group>
      <AuditView saleId={id} />
    </>
  );
}
