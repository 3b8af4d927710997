import type { OrderDetail } from '@flash/shared-types';
import { Facts } from '../kit/facts.tsx';
import { Panel } from '../kit/panel.tsx';
import classes from './timeline.module.css';

export function BuyerPanel({ order }: { order: OrderDetail }) {
  const { userEmail, forgotten, contact, account, identity } = order;
  const gone = 'deleted on request';
  return (
    <Panel title="Buyer">
      <Facts
        facts={[
          ['E-mail', forgotten ? gone : userEmail],
          ['Name', forgotten ? gone : (contact?.name ?? account?.name ?? 'not given')],
          ['Phone', forgotten ? gone : (contact?.phone ?? 'not given')],
          ['Type', identity === 'account' ? 'Account' : 'Guest'],
          ...(account ? ([['Account', account.email]] as const) : []),
        ]}
      />
      <details className={classes.technical}>
        <summary>Technical details</summary>
        <Facts
          facts={[
            ['Place in the log', `seq ${order.seq}, epoch ${order.epoch}`],
            ['Payment attempt', `fence ${order.fence}`],
            ['Id in the log', order.buyer],
          ]}
        />
      </details>
    </Panel>
  );
}
