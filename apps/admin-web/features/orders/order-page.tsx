'use client';

import { SimpleGrid } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { idIn } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Forbidden, Loaded } from '../kit/loaded.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { When } from '../kit/when.tsx';
import { amountOf } from './amount.ts';
import { BuyerPanel } from './buyer-panel.tsx';
import { OrderPanel } from './order-panel.tsx';
import { RefundButton } from './refund-button.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

const REFRESH_MS = 5_000;

export function OrderPage() {
  const { team, may } = useMember();
  const orderId = idIn(usePathname());
  const query = useApiQuery(
    ['order', orderId],
    (signal) => team.orderDetail({ params: { orderId }, signal }),
    // Money and unit move by themselves after a refund.
    { refetchInterval: REFRESH_MS, enabled: may('support') },
  );
  if (!may('support')) return <NotForYou />;
  return (
    <>
      {!query.data && <PageHead title="Order" />}
      <Loaded query={query}>
        {(order) => (
          <>
            <PageHead
              title={`Order ${order.id.slice(0, 8)}…`}
              actions={<RefundButton order={order} />}
            >
              {amountOf(order)}, {order.saleName}, bought <When at={order.createdAt} hasSeconds />
            </PageHead>
            <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
              <OrderPanel order={order} />
              <BuyerPanel order={order} />
            </SimpleGrid>
            <TimelinePanel orderId={order.id} />
          </>
        )}
      </Loaded>
    </>
  );
}

function NotForYou() {
  return (
    <>
      <PageHead title="Order" />
      <Forbidden />
    </>
  );
}
