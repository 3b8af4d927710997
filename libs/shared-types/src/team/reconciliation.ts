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
  'capture-overdue': 'The order is stored, and its money is reserved and not taken.',
  'authorisation-left-over': 'Money is reserved for which no order will come.',
  'refund-overdue': 'The order was refunded, and the provider has not given the money back.',
  'charged-without-order': 'The provider took money for which there is no order.',
  'refund-not-recorded': 'Money was given back at the provider, and the order does not say so.',
  'unit-not-returned': 'The order was refunded, and its unit is not back in the line.',
  'order-not-in-log': 'The order is stored, and the log does not know its unit as sold.',
  'charge-missing':
    'The order counts as paid, and the provider has no money for it. Refund the order, or have the buyer pay in another way.',
  'another-amount':
    'The provider took another amount than the order says. Give the difference back, or take the rest, at the provider.',
  'unknown-payment':
    'The provider has a payment of this sale that is unknown here. Cancel or refund it at the provider.',
  'sold-without-order':
    'The log knows a unit as sold for which there is no order. Run npm run sale -- inspect with the id of the sale.',
  'counts-differ':
    'Redis, MongoDB and the orders count different numbers of sold units. Run npm run sale -- inspect with the id of the sale.',
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
