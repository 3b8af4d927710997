import { z } from 'zod';
import { optional, pageFields, paging } from '../query.ts';
import { salePhase } from '../sale/phase.ts';
import {
  count,
  email,
  id,
  line,
  minorUnits,
  paragraph,
  reason,
  time,
  timeZone,
  utc,
} from '../scalars.ts';
import { orderContact } from './delivery.ts';

export const paymentStatus = z.enum(['pending', 'paid', 'failed', 'refunded', 'cancelled']);
export type PaymentStatus = z.infer<typeof paymentStatus>;

/** One word for the payment. A committed order counts as paid while its capture is on its way. */
export function paymentStatusOf(order: { status: string; payment: string }): PaymentStatus {
  if (order.status === 'refunded' || order.payment.startsWith('refund')) {
    return 'refunded';
  }
  if (order.payment === 'failed') {
    return 'failed';
  }
  if (order.payment.startsWith('cancel')) {
    return 'cancelled';
  }
  return order.payment === 'authorised' ? 'pending' : 'paid';
}

/** What people read out to each other, in groups of three. */
export const orderCode = z
  .string()
  .meta({ description: 'The short code of the order. A search takes it in any spelling.' });

export const orderItem = z.object({
  _id: id,
  id,
  orderCode,
  userEmail: z.string(),
  flashSaleId: id,
  unit: count,
  paymentStatus,
  totalAmount: z.number().min(0),
  totalAmountMinor: minorUnits,
  currency: z.string(),
  createdAt: utc,
  updatedAt: utc,
});
export type OrderItem = z.infer<typeof orderItem>;

export const byEmailQuery = z.object({
  email: optional(email),
  flashSaleId: optional(id),
  ...paging,
});

const saleName = z.string().meta({ description: 'Empty while the sale cannot be read.' });

/** As its buyer sees it. */
export const ownOrder = orderItem.extend({ saleName });
export type OwnOrder = z.infer<typeof ownOrder>;
export const ownOrderList = z.object({ items: z.array(ownOrder), ...pageFields });

export const orderParams = z.object({ orderId: id });

/** The buyer's own receipt. */
export const receipt = ownOrder.extend({
  orderId: id,
  contact: orderContact.nullable(),
  confirmedAt: utc,
});
export type Receipt = z.infer<typeof receipt>;

export const adminOrder = orderItem.extend({
  buyer: z.string(),
  fence: z.int(),
  seq: z.int(),
  epoch: count,
  contact: orderContact.nullable(),
  /** The step the payment is at, in the provider's terms. */
  payment: z.string(),
  /** Still owns its unit. */
  live: z.boolean(),
  unitReturn: z.enum(['pending', 'done']).nullable(),
  /** The person was forgotten: the address is empty and there is no contact. */
  forgotten: z.boolean(),
});
export type AdminOrder = z.infer<typeof adminOrder>;

/** What a member of the team noted on an order, for colleagues; buyers do not see it. */
export const orderNote = z.object({
  id: z.string(),
  at: utc,
  /** The e-mail of the member, or the id where it is not known. */
  author: z.string(),
  text: z.string(),
});
export type OrderNote = z.infer<typeof orderNote>;
export const NOTE_LENGTH_MAX = 1_000;
export const noteBody = z.object({ text: paragraph(NOTE_LENGTH_MAX).min(1) });
/** Without the text: what is remembered under an Idempotency-Key names no person. */
export const noteAdded = z.object({ ok: z.literal(true), orderId: id });

/** One order with everything support may need beside it. */
export const orderDetail = adminOrder.extend({
  notes: z.array(orderNote),
  saleName: z.string(),
  salePhase: salePhase.nullable(),
  identity: z.enum(['guest', 'account']).nullable(),
  /** What was done at the payment provider by hand, or by the buyer's bank; null: nothing is known. */
  atProvider: z
    .object({
      refundedMinor: minorUnits,
      dispute: z
        .object({ id: z.string(), status: z.string(), reason: z.string(), amountMinor: minorUnits })
        .nullable(),
    })
    .nullable(),
  /** The account behind it, where the sale knows its buyers by account. */
  account: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
});
export type OrderDetail = z.infer<typeof orderDetail>;

const adminFilter = {
  flashSaleId: optional(id),
  userEmail: optional(line(254)),
  status: optional(paymentStatus),
  q: optional(line(100)),
  /** Bounds of `createdAt`, both included. */
  from: optional(time),
  to: optional(time),
  /** By `createdAt`; newest first unless told otherwise. */
  sort: optional(z.literal('createdAt')),
  order: optional(z.enum(['asc', 'desc'])),
};
export const adminOrdersQuery = z.object({ ...adminFilter, ...paging });
export const adminOrderList = z.object({ items: z.array(adminOrder), ...pageFields });

/** Of a table whose reader names no columns. */
export const orderColumns = [
  'id',
  'orderCode',
  'saleName',
  'flashSaleId',
  'userEmail',
  'unit',
  'paymentStatus',
  'totalAmount',
  'currency',
  'createdAt',
  'updatedAt',
] as const;

/** Who gets it and where: only in tables whose reader names them. */
const contactColumns = [
  'name',
  'phone',
  'addressLine1',
  'addressLine2',
  'postcode',
  'city',
  'region',
  'country',
] as const;

export const exportColumns = [...orderColumns, ...contactColumns] as const;

/** What stands above each column, and names it where columns are chosen. */
export const exportTitles: Record<(typeof exportColumns)[number], string> = {
  id: 'Order id',
  orderCode: 'Order number',
  saleName: 'Sale',
  flashSaleId: 'Sale id',
  userEmail: 'E-mail',
  unit: 'Unit',
  paymentStatus: 'Payment',
  totalAmount: 'Amount',
  currency: 'Currency',
  createdAt: 'Bought at',
  updatedAt: 'Last change',
  name: 'Name',
  phone: 'Phone',
  addressLine1: 'Street and number',
  addressLine2: 'Address, second line',
  postcode: 'Postcode',
  city: 'City',
  region: 'State or region',
  country: 'Country',
};
export const exportQuery = z.object({
  ...adminFilter,
  timeZone: optional(timeZone),
  columns: optional(
    z
      .string()
      .regex(/^[A-Za-z0-9]+(?:,[A-Za-z0-9]+){0,20}$/, 'must be column names, comma-separated'),
  ),
});

export const refundBody = z.object({ returnUnit: z.boolean().default(false), reason });
export const refundAnswer = z.object({
  ok: z.literal(true),
  order: adminOrder,
  /** Whether the unit is on its way back to the line. */
  returnsUnit: z.boolean(),
});

export const timelineEvent = z.object({
  at: utc,
  kind: z.enum([
    'joined',
    'held',
    'extended',
    'claimed',
    'declined',
    'confirmed',
    'captured',
    'refunded',
    'returned',
    'expired',
    'released',
    'left',
    'removed',
  ]),
  detail: z.string().nullable(),
  n: count.nullable(),
});
export const timeline = z.object({ orderId: id, events: z.array(timelineEvent) });
export type TimelineEvent = z.infer<typeof timelineEvent>;
