'use client';

import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { useUrlState } from '../../lib/use-url-state.ts';
import { Paged } from '../kit/lists/paged.tsx';
import { Forbidden, Loaded, Nothing } from '../kit/loaded.tsx';
import { OrderFilters } from './order-filters.tsx';
import { OrderList } from './order-list.tsx';
import { isOrdersFiltered, orderDefaults, orderFilterOf } from './orders-query.ts';

/** Orders page by page: of every sale, or of one. */
export function OrdersView({ saleId }: { saleId?: string }) {
  const { team, may } = useMember();
  const [urlState, change] = useUrlState(orderDefaults);
  const state = { ...urlState, sale: saleId ?? urlState.sale };
  const query = useApiQuery(
    ['orders', state],
    (signal) => team.listOrders({ query: { ...orderFilterOf(state), page: state.page }, signal }),
    { enabled: may('support') },
  );
  if (!may('support')) return <Forbidden />;
  const isFiltered = isOrdersFiltered(state, saleId);
  const clear = () => change(orderDefaults);
  return (
    <>
      <OrderFilters
        state={state}
        hasSale={saleId === undefined}
        isFiltered={isFiltered}
        onChange={(next) => change({ ...next, page: '1' })}
        onClear={clear}
      />
      <Loaded query={query}>
        {(list) => (
          <Paged
            list={list}
            nouns={['order', 'orders']}
            isFiltered={isFiltered}
            onClear={clear}
            onPage={(page) => change({ page })}
            never={<Nothing title="No orders yet">Orders appear here as they are paid.</Nothing>}
            noMatch={{
              title: 'No order matches',
              hint: 'Search for the full order id or the buyer’s full e-mail.',
            }}
          >
            {(items) => <OrderList orders={items} hasSale={saleId === undefined} />}
          </Paged>
        )}
      </Loaded>
    </>
  );
}
