import type { Database, PreparedPayment, Sale } from '@flash/database';
import type { ListedPayment, PaymentPort } from '@flash/payment';

export interface PaymentReport {
  /** At the provider. */
  counts: Record<ListedPayment['state'], number>;
  orders: number;
  /** What is at the provider and here not the same, and is not on its way to be. */
  differences: string[];
}

interface Deps {
  db: Pick<Database, 'orders' | 'preparedPayments'>;
  payment: PaymentPort;
}

/**
 * Compares what the provider knows of a sale's payments with its orders, in both directions; changes nothing. Null
 * where no provider keeps payments.
 */
export async function comparePayments(
  { db, payment }: Deps,
  sale: Pick<Sale, 'id' | 'createdAt'>,
): Promise<PaymentReport | null> {
  const { preparing } = payment;
  if (!preparing) {
    return null;
  }
  const counts = { open: 0, authorised: 0, captured: 0, cancelled: 0 };
  const differences: string[] = [];
  const charged = new Set<string>();
  for await (const listed of preparing.list(sale.id, sale.createdAt)) {
    counts[listed.state] += 1;
    const known = await db.preparedPayments.find(listed.paymentId);
    const found = await judge(db, listed, known);
    if (found.orderId !== null) {
      charged.add(found.orderId);
    }
    if (found.fault !== null) {
      differences.push(`${listed.intentId}: ${found.fault}`);
    }
  }
  let orders = 0;
  for await (const order of db.orders.export({ saleId: sale.id })) {
    orders += 1;
    if (order.amount > 0 && order.payment === 'captured' && !charged.has(order.id)) {
      differences.push(`order ${order.id}: captured here, and not at the provider`);
    }
  }
  return { counts, orders, differences };
}

interface Judged {
  /** The order that this payment was captured for. */
  orderId: string | null;
  fault: string | null;
}

async function judge(
  db: Deps['db'],
  { intentId, state, amount, currency, refunded }: ListedPayment,
  known: PreparedPayment | null,
): Promise<Judged> {
  const isOwn = known?.intentId === intentId;
  const attempt = isOwn ? known.attempt : null;
  const record = attempt === null ? null : await db.orders.byFence(known?.saleId ?? '', attempt);
  const order = record?.kind === 'order' ? record.order : null;
  const isBack = refunded >= amount;
  if (state !== 'captured') {
    const isKept = order?.payment === 'captured' || order?.payment === 'refunded';
    return { orderId: null, fault: isKept ? `${state}, though its order is paid` : null };
  }
  if (!order) {
    return { orderId: null, fault: isBack ? null : 'captured without an order' };
  }
  if (amount !== order.amount || currency !== order.currency) {
    return { orderId: order.id, fault: `captured ${amount} ${currency} for another amount` };
  }
  const isGiven = order.payment === 'refunded' && !isBack;
  return { orderId: order.id, fault: isGiven ? 'refunded here, and not at the provider' : null };
}
