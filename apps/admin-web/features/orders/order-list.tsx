import type { AdminOrder } from '@flash/shared-types';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { type Column, RecordList } from '../kit/lists/record-list.tsx';
import { SaleName } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { amountOf } from './amount.ts';
import { StatusMark } from './status-mark.tsx';

const buyer: Column<AdminOrder> = {
  head: 'Buyer',
  cell: ({ id, userEmail, forgotten }) => (
    <Anchor component={Link} href={addresses.order(id)} inherit fw={600}>
      {forgotten ? 'Deleted buyer' : userEmail}
    </Anchor>
  ),
};
const sale: Column<AdminOrder> = {
  head: 'Sale',
  cell: ({ flashSaleId }) => <SaleName id={flashSaleId} part="orders" />,
};
const facts: Column<AdminOrder>[] = [
  { head: 'Bought', cell: ({ createdAt }) => <When at={createdAt} /> },
  { head: 'Payment', cell: ({ paymentStatus }) => <StatusMark status={paymentStatus} /> },
  { head: 'Unit', cell: ({ unit }) => unit, isNumber: true },
  { head: 'Amount', cell: amountOf, isNumber: true },
];

interface OrderListProps {
  orders: readonly AdminOrder[];
  /** False on the pages of one sale. */
  hasSale: boolean;
}

export function OrderList({ orders, hasSale }: OrderListProps) {
  const columns = hasSale ? [buyer, sale, ...facts] : [buyer, ...facts];
  return <RecordList label="Orders" columns={columns} rows={orders} keyOf={({ id }) => id} />;
}
