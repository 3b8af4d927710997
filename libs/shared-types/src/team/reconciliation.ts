import { z } from 'zod';
import { count, id, line, minorUnits, reason, utc } from '../scalars.ts';

/** The steps that mend a difference: each can be made twice without harm. */
export const mendSteps = [
  'capture',
  'cancel',
  'refund',
  'record',
  'return-unit',
  'settle',
] as const;
export type MendStep = (typeof mendSteps)[number];

/** In which ways the payment provider, the orders and the log of a sale can differ, in words for people. */
export const differenceKinds = {
  'capture-overdue': 'The order is stored, and its payment is authorised but not captured.',
  'authorisation-left-over': 'A payment is authorised, and no order belongs to it.',
  'refund-overdue': 'The order is refunded, and the provider has not returned the money.',
  'charged-without-order': 'The provider captured a payment, and no order belongs to it.',
  'refund-not-recorded':
    'The payment was refunded at the provider, and the order does not show it.',
  'unit-not-returned': 'The order is refunded, and its unit has not returned to the sale.',
  'order-not-in-log': 'The order is stored, and the log does not show its unit as sold.',
  'charge-missing':
    'The order counts as paid, and the provider has no payment for it. Refund the order, or have the buyer pay in another way.',
  'another-amount':
    'The amount at the provider differs from the order. Refund or charge the difference at the provider.',
  'unknown-payment':
    'The provider has a payment of this sale that is unknown here. Cancel or refund it at the provider.',
  'sold-without-order':
    'The log shows a unit as sold, and no order belongs to it. Run npm run sale -- inspect with the id of the sale.',
  'counts-differ':
    'Redis, MongoDB and the orders show different numbers of sold units. Run npm run sale -- inspect with the id of the sale.',
} as const;
export type DifferenceKind = keyof typeof differenceKinds;

const sum = z.object({ count, amountMinor: minorUnits });

export const paymentDifference = z.object({
  id: z.string(),
  kind: z.enum(Object.keys(differenceKinds) as [DifferenceKind, ...DifferenceKind[]]),
  since: utc,
  /** The worker is about to end it by itself. */
  isOnItsWay: z.boolean(),
  /** Null: there is no safe step; the words of the kind say what to do. */
  step: z.enum(mendSteps).nullable(),
  orderId: z.string().nullable(),
  /** As the provider names the payment. */
  intentId: z.string().nullable(),
  amountMinor: minorUnits,
  currency: z.string(),
});
export type PaymentDifference = z.infer<typeof paymentDifference>;

export const reconciliationParams = z.object({ flashSaleId: id });

/** What each side says of the payments of a sale. */
export const reconciliation = z.object({
  flashSaleId: id,
  at: utc,
  /** The sandbox moves no money: its records are compared too. */
  provider: z.enum(['stripe', 'sandbox']),
  currency: z.string(),
  atProvider: z.object({
    captured: sum,
    refunded: sum,
    authorised: sum,
    open: sum,
    cancelled: sum,
    /** Payments at another provider than the one that is set. */
    unreadable: count,
  }),
  orders: z.object({ paid: sum, refunded: sum }),
  /** Null: the log has entries of a later version. */
  log: z.object({ sold: sum }).nullable(),
  /** Null: Redis has nothing of this sale, or cannot be asked. */
  redis: z.object({ sold: count, held: count, claimed: count }).nullable(),
  mongo: z.object({ live: count, stock: count, left: z.int() }),
  /** All of them; the list has the first 200. */
  total: count,
  onTheirWay: count,
  differences: z.array(paymentDifference),
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const mendBody = z.object({ difference: line(200).min(1), reason });
/**
 * `even`: nothing is wrong any longer; `changed`: something else is; `on-its-way`: the worker has it in its hands;
 * `by-hand`: there is no step. Nothing was done then. `still`: the step was made and did not help.
 */
export const mendAnswer = z.object({
  outcome: z.enum(['mended', 'still', 'even', 'changed', 'on-its-way', 'by-hand']),
});
export type MendAnswer = z.infer<typeof mendAnswer>;
