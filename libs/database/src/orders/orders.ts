import type { Model, mongo } from 'mongoose';
import type { AuditDoc } from '../audit/audit.ts';
import { maybeObjectId } from '../connection/ids.ts';
import type { Sessions } from '../connection/sessions.ts';
import type { SaleDoc } from '../sales/model.ts';
import type { Orders } from './contract.ts';
import { createLists } from './lists.ts';
import { createLiveReads } from './live.ts';
import { toOrder } from './mapping.ts';
import type { OrderDoc } from './model.ts';
import { createPayments } from './payments.ts';
import { createPeople } from './people.ts';
import { createRecords } from './records.ts';
import { createUnitReturns, refundOrder } from './refund.ts';

export function createOrders(deps: {
  orders: Model<OrderDoc>;
  sales: Model<SaleDoc>;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}): Orders {
  const { orders } = deps;
  return {
    ...createRecords(orders),
    ...createLiveReads(orders),
    ...createLists(orders),
    ...createPayments(orders),
    ...createUnitReturns(orders),
    refund: (orderId, options) => refundOrder(deps, orderId, options),
    async byId(id) {
      const _id = maybeObjectId(id);
      const found = _id && (await orders.findOne({ _id, kind: 'order' }).lean<OrderDoc>());
      return found ? toOrder(found) : null;
    },
    ...createPeople(orders),
  };
}
