'use client';

import type { OrderDetail } from '@flash/shared-types';
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
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
  const line = useAsk(
    ['overview', flashSaleId],
    (signal) => team.queueOverviewOf({ params: { flashSaleId }, signal }),
    { everyMs: REFRESH_MS, isEnabled: isOpen && live },
  );
  const waiting = line.data?.flashSaleId === flashSaleId ? line.data.waiting : null;
  const returnUnit = fate === 'return';
  const who = order.forgotten ? 'the buyer' : userEmail;
  return {
    title: `Refund ${amountOf(order)}`,
    effect: `${amountOf(order)} goes back to ${who}. A refund cannot be taken back.`,
    button: returnUnit ? 'Refund and give the unit back' : 'Refund',
    fields: (
      <Radio.Group label={`What becomes of unit ${unit}?`} value={fate} onChange={setFate}>
        <Stack gap="xs" mt={6}>
          <Radio
            value="keep"
            label="It stays with this order"
            description="Nobody else gets it. For goods that are gone or damaged."
          />
          <Radio
            value="return"
            label="Give it back to the line"
            description={returnWords(salePhase, waiting)}
          />
        </Stack>
      </Radio.Group>
    ),
    run: ({ reason, key }) =>
      team.refundOrder({ params: { orderId }, body: { returnUnit, reason }, key }),
    done: returnUnit
      ? 'Refunded. The unit is on its way back to the line.'
      : 'Refunded. The unit stays with the order.',
    stale,
  };
}
