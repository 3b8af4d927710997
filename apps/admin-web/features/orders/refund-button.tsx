'use client';

import type { OrderDetail, SalePhase } from '@flash/shared-types';
import { Button, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Action, ActionDialog } from '../kit/action-dialog.tsx';
import { amountOf } from './order-words.tsx';

/** An order can be refunded once; afterwards a text replaces the button. */
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

const REFRESH_MS = 2_000;
const stale = ['order', 'orders', 'sale', 'sales', 'overview', 'audit', 'members', 'analytics'];

/** The refund action with its one choice: what happens to the unit. */
function useRefundAction(order: OrderDetail, isOpen: boolean): Action {
  const { team } = useMember();
  const [fate, setFate] = useState('keep');
  const { id: orderId, flashSaleId, salePhase, live, userEmail, unit } = order;
  const line = useApiQuery(
    ['overview', flashSaleId],
    (signal) => team.queueOverviewOf({ params: { flashSaleId }, signal }),
    { refetchInterval: REFRESH_MS, enabled: isOpen && live },
  );
  const waiting = line.data?.flashSaleId === flashSaleId ? line.data.waiting : null;
  const mails = useApiQuery(
    ['mails', 'delivery', flashSaleId],
    (signal) =>
      team.listMails({ query: { flashSaleId, state: '', kind: 'refund', page: '1' }, signal }),
    { enabled: isOpen },
  );
  const returnUnit = fate === 'return';
  const told = order.forgotten ? '' : mailWords(mails.data?.delivery);
  const who = order.forgotten ? 'the buyer' : userEmail;
  return {
    title: `Refund ${amountOf(order)}`,
    effect: `${amountOf(order)} goes back to ${who}.${told} This cannot be undone.`,
    button: returnUnit ? 'Refund and return the unit' : 'Refund',
    fields: (
      <Radio.Group label={`What happens to unit ${unit}?`} value={fate} onChange={setFate}>
        <Stack gap="xs" mt={6}>
          <Radio
            data-autofocus
            value="keep"
            label="Keep it with this order"
            description="The unit is not sold again. For goods that are lost or damaged."
          />
          <Radio
            value="return"
            label="Return it to the sale"
            description={returnWords(salePhase, waiting)}
          />
        </Stack>
      </Radio.Group>
    ),
    run: ({ reason, key }) =>
      team.refundOrder({ params: { orderId }, body: { returnUnit, reason }, key }),
    done: returnUnit
      ? 'Refunded. The unit is being returned to the sale.'
      : 'Refunded. The unit stays with the order.',
    stale,
  };
}

/** Whether the buyer is told by e-mail; nothing until it is known. */
export function mailWords(delivery: 'server' | 'kept' | 'off' | undefined): string {
  switch (delivery) {
    case 'server':
      return ' The buyer gets an e-mail about it.';
    case 'kept':
      return ' The buyer gets no e-mail: no mail server is set up.';
    case 'off':
      return ' The buyer gets no e-mail: e-mail is off.';
    default:
      return '';
  }
}

/** The effect of returning a unit, given the current state of the line. */
export function returnWords(phase: SalePhase | null, waiting: number | null): string {
  if (phase === 'open' || phase === 'lobby' || phase === 'paused') {
    return liveWords(phase, waiting);
  }
  return 'The sale is over, so the unit is not sold again. It counts as not sold.';
}

function liveWords(phase: SalePhase, waiting: number | null): string {
  if (waiting === null) {
    return 'The first in line gets it. If the line is empty, it becomes available.';
  }
  if (waiting === 0) {
    return 'The line is empty: the unit becomes available.';
  }
  const people =
    waiting === 1 ? '1 person is waiting' : `${waiting.toLocaleString()} people are waiting`;
  const when = phase === 'open' ? 'immediately' : 'when the sale continues';
  return `${people}: the first gets it ${when}.`;
}
