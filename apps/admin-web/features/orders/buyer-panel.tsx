import type { OrderDetail } from '@flash/shared-types';
import { Facts } from '../kit/facts.tsx';
import { Panel } from '../kit/panel.tsx';

export function BuyerPanel({ order }: { order: OrderDetail }) {
  const { userEmail, forgotten, contact, account, identity } = order;
  const gone = 'forgotten on request';
  return (
    <Panel title="Buyer">
      <Facts
        facts={[
          ['E-mail', forgotten ? gone : userEmail],
          ['Name', forgotten ? gone : (contact?.name ?? account?.name ?? 'not given')],
          ['Phone', forgotten ? gone : (contact?.phone ?? 'not given')],
          ['Known by', identity === 'account' ? 'an account' : 'a ticket (guest)'],
          ...(account ? ([['Account', account.email]] as const) : []),
          ['Place', `seq ${order.seq}, epoch ${order.epoch}`],
          ['Payment attempt', `fence ${order.fence}`],
          ['Id in the log', order.buyer],
        ]}
      />
    </Panel>
  );
}
