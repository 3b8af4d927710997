import type { OrderDetail } from '@flash/shared-types';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { Facts } from '../kit/facts.tsx';
import { Panel } from '../kit/panel.tsx';
import { When } from '../kit/when.tsx';
import { amountOf } from './amount.ts';
import { paymentWords, unitWords } from './payment-words.ts';
import { StatusMark } from './status-mark.tsx';

export function OrderPanel({ order }: { order: OrderDetail }) {
  return (
    <Panel title="Order" aside={<StatusMark status={order.paymentStatus} />}>
      <Facts
        facts={[
          ['Order id', order.id],
          [
            'Sale',
            <Anchor key="sale" component={Link} href={addresses.sale(order.flashSaleId)} inherit>
              {order.saleName}
            </Anchor>,
          ],
          ['Amount', `${amountOf(order)} (${order.currency})`],
          ['Money', paymentWords(order)],
          ['Unit', `No. ${order.unit}, ${unitWords(order)}`],
          ['Last change', <When key="change" at={order.updatedAt} hasSeconds />],
        ]}
      />
    </Panel>
  );
}
