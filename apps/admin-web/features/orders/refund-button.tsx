'use client';

import type { OrderDetail } from '@flash/shared-types';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { ActionDialog } from '../kit/action-dialog.tsx';
import { useRefundAction } from './use-refund-action.tsx';

/** An order is refunded once; after that this says so instead of offering it. */
export function RefundButton({ order }: { order: OrderDetail }) {
  const [isOpen, setOpen] = useState(false);
  const action = useRefundAction(order, isOpen);
  if (order.paymentStatus === 'refunded') {
    return (
      <Text size="sm" fw={600}>
        Already refunded
      </Text>
    );
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Refund
      </Button>
      <ActionDialog action={isOpen ? action : null} onClose={() => setOpen(false)} />
    </>
  );
}
