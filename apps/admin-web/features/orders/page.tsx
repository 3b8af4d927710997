'use client';

import { type AdminOrder, paymentStatus } from '@flash/shared-types';
import { Anchor, Chip, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import {
  DayFields,
  FilterBar,
  type ListFilter,
  SearchField,
  useListFilter,
} from '../kit/lists/filters.tsx';
import { Paged } from '../kit/lists/paged.tsx';
import { type Column, RecordList, useIsNarrow } from '../kit/lists/record-list.tsx';
import { SavedViews } from '../kit/lists/saved-views.tsx';
import { EmptyState, Forbidden } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { SaleName, SaleSelect } from '../kit/sale-name.tsx';
import { When } from '../kit/when.tsx';
import { useSale } from '../sale/context.ts';
import { ExportButton } from './export.tsx';
import { amountOf, StatusMark, statusWords } from './order-words.tsx';
import classes from './orders.module.css';
import { type OrderState, orderDefaults, orderFilterOf, statusIn } from './query.ts';

export function OrdersPage() {
  return (
    <>
      <PageHead
        title="Orders"
        actions={
          <>
            <SavedViews defaults={orderDefaults} />
            <ExportButton />
          </>
        }
      >
        All orders, newest first.
      </PageHead>
      <OrdersView />
    </>
  );
}

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

/** Orders page by page: of every sale, or of one. */
function OrdersView({ saleId }: { saleId?: string }) {
  const { team, may } = useMember();
  const filter = useListFilter(orderDefaults, saleId);
  const { state, canChooseSale } = filter;
  const query = useApiQuery(
    ['orders', state],
    (signal) => team.listOrders({ query: { ...orderFilterOf(state), page: state.page }, signal }),
    { enabled: may('support') },
  );
  if (!may('support')) {
    return <Forbidden />;
  }
  return (
    <>
      <OrderFilters filter={filter} />
      <Paged
        query={query}
        filter={filter}
        nouns={['order', 'orders']}
        empty={<EmptyState title="No orders yet">Orders appear here as they are paid.</EmptyState>}
        noMatch={{
          title: 'No order matches',
          hint: 'Search for the order number, the order id or the buyer’s full e-mail.',
        }}
      >
        {(items) => <OrderList orders={items} hasSale={canChooseSale} />}
      </Paged>
    </>
  );
}

const ALL = 'all';
/** Given explicitly: only then the text on the brand colour follows the colour scheme. */
const chip = { variant: 'filled', color: 'brand' } as const;

function OrderFilters({ filter }: { filter: ListFilter<OrderState> }) {
  const { state, change, canChooseSale } = filter;
  return (
    <>
      <Group role="radiogroup" aria-label="Payment" gap="xs" mb="sm">
        <Chip.Group
          value={statusIn(state.status) || ALL}
          onChange={(status) => change({ status: status === ALL ? '' : status })}
        >
          <Chip {...chip} value={ALL}>
            All
          </Chip>
          {paymentStatus.options.map((status) => (
            <Chip {...chip} key={status} value={status}>
              {statusWords[status].label}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <FilterBar filter={filter}>
        <SearchField
          label="Order or e-mail"
          placeholder="Order number, or an e-mail"
          value={state.q}
          onSearch={(q) => change({ q })}
        />
        {canChooseSale && <SaleSelect value={state.sale} onChange={(sale) => change({ sale })} />}
        <DayFields from={state.from} to={state.to} onChange={change} />
      </FilterBar>
    </>
  );
}

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
  { head: 'Order', cell: ({ orderCode }) => <span className={classes.code}>{orderCode}</span> },
  { head: 'Bought', cell: ({ createdAt }) => <When at={createdAt} /> },
  { head: 'Payment', cell: ({ paymentStatus }) => <StatusMark status={paymentStatus} /> },
  { head: 'Unit', cell: ({ unit }) => unit, isNumber: true },
  { head: 'Amount', cell: amountOf, isNumber: true },
];

/** A card on a phone: the rest is on the order's page. */
const essentials: Column<AdminOrder>[] = [
  ...facts.slice(0, 2),
  {
    head: 'Payment',
    cell: (order) => (
      <>
        <StatusMark status={order.paymentStatus} /> · {amountOf(order)}
      </>
    ),
  },
];

interface OrderListProps {
  orders: readonly AdminOrder[];
  /** False on the pages of one sale. */
  hasSale: boolean;
}

function OrderList({ orders, hasSale }: OrderListProps) {
  const isNarrow = useIsNarrow();
  const shown = isNarrow ? essentials : facts;
  const columns = hasSale ? [buyer, sale, ...shown] : [buyer, ...shown];
  return <RecordList label="Orders" columns={columns} rows={orders} keyOf={({ id }) => id} />;
}
