'use client';

import type { OrderDetail } from '@flash/shared-types';
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import type { Action } from '../kit/action-dialog.tsx';
import { amountOf } from './amount.ts';
import { returnWords } from './return-words.ts';

const REFRESH_MS = 2_000;
const stale = ['order', 'orders', 'sale', 'sales', 'overview', 'audit', 'members', 'analytics'];

/** The refund with its one choice: what becomes of the unit. */
export function useRefundAction(order: OrderDetail, isOpen: boolean): Action {
  const { team } = useMember();
  const [fate, setFate] = useState('keep');
  const { id: orderId, flashSaleId, salePhase, live, userEmail, unit } = order;
  const line = useApiQuery(
    ['overview', flashSaleId],
    (signal) => team.queueOverviewOf({ params: { flashSaleId }, signal }),
    { refetchInterval: REFRESH_MS, enabled: isOpen && live },
  );
  const waiting = line.data?.flashSaleId === flashSaleId ? line.data.waiting : null;
  const returnUnit = fate === 'return';
  const who = order.forgotten ? 'the buyer' : userEmail;
  return {
    title: `Refund ${amountOf(order)}`,
    effect: `${amountOf(order)} goes back to ${who}. This cannot be undone.`,
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
