import type { AuditEntry, Order, Sale } from '@flash/database';
import {
  type AdminOrder,
  type AdminSale,
  type AuditEntry as AuditRow,
  buyerTermsOf,
  type OrderDetail,
  type OrderItem,
  type OrderNote,
  type PublicSale,
  paymentStatusOf,
  phaseOf,
  pictureUrl,
  type SalePhase,
  termsOf,
} from '@flash/shared-types';
import { formatCode, toMajor } from '@flash/shared-utils';

export function phaseAt(sale: Sale, now: number): SalePhase {
  return phaseOf({ ...sale, paused: sale.paused !== null }, now);
}

/** What anyone may know of a sale. `startingQuantity` on the wire is the stock it has now. */
export function publicSaleOf(sale: Sale, now: number): PublicSale {
  return {
    _id: sale.id,
    id: sale.id,
    name: sale.name,
    description: sale.description,
    productId: sale.productId,
    status: sale.status,
    phase: phaseAt(sale, now),
    startsAt: iso(sale.startsAt),
    endsAt: iso(sale.endsAt),
    lobbyOpensAt: iso(sale.lobbyOpensAt),
    timeZone: sale.timeZone,
    startingQuantity: sale.stock,
    currentQuantity: sale.currentQuantity,
    stock: sale.stock,
    pricePerUnit: toMajor(sale.price, sale.currency),
    pricePerUnitMinor: sale.price,
    currency: sale.currency,
    identity: sale.identity,
    ...buyerTermsOf(sale),
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    picture: sale.picture && {
      url: pictureUrl(sale.id, sale.picture.hash),
      width: sale.picture.width,
      height: sale.picture.height,
    },
  };
}

export function adminSaleOf(sale: Sale, now: number): AdminSale {
  return {
    ...publicSaleOf(sale, now),
    ...termsOf(sale),
    version: sale.version,
    epoch: sale.epoch,
    restoring: sale.restoring !== null,
    createdBy: sale.createdBy,
    createdAt: iso(sale.createdAt),
    updatedAt: iso(sale.updatedAt),
  };
}

/** Buyers of one moment are told the same times, so the last ones are kept as text. A power of two. */
const KEPT = 64;
const keptTimes = new Array<number>(KEPT).fill(Number.NaN);
const keptTexts = new Array<string>(KEPT).fill('');

export function iso(at: number): string {
  const slot = at & (KEPT - 1);
  if (keptTimes[slot] === at) {
    return keptTexts[slot] as string;
  }
  const text = new Date(at).toISOString();
  keptTimes[slot] = at;
  keptTexts[slot] = text;
  return text;
}

export function orderItemOf(order: Order): OrderItem {
  return {
    _id: order.id,
    id: order.id,
    orderCode: formatCode(order.code),
    userEmail: order.email,
    flashSaleId: order.saleId,
    unit: order.unit,
    paymentStatus: paymentStatusOf(order),
    totalAmount: toMajor(order.amount, order.currency),
    totalAmountMinor: order.amount,
    currency: order.currency,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
}

export function adminOrderOf(order: Order): AdminOrder {
  return {
    ...orderItemOf(order),
    buyer: order.buyer,
    fence: order.fence,
    seq: order.seq,
    epoch: order.epoch,
    contact: order.contact,
    payment: order.payment,
    live: order.live,
    unitReturn: order.unitReturn,
    forgotten: isForgotten(order),
  };
}

export function atProviderOf({ atProvider }: Order): OrderDetail['atProvider'] {
  if (!atProvider) {
    return null;
  }
  const { refunded, dispute } = atProvider;
  return {
    refundedMinor: refunded,
    dispute: dispute && {
      ...{ id: dispute.id, status: dispute.status, reason: dispute.reason },
      amountMinor: dispute.amount,
    },
  };
}

/** The newest last, as they were written. */
export function notesOf({ notes = [] }: Order): OrderNote[] {
  return notes.map(({ id, at, author, text }) => ({
    id,
    at: iso(at),
    author: author.email ?? author.id,
    text,
  }));
}

/** Every order is placed with an address: a missing one was deleted. */
export function isForgotten(order: Pick<Order, 'email'>): boolean {
  return order.email === '';
}

export function auditRowOf({ at, saleId: flashSaleId, ...entry }: AuditEntry): AuditRow {
  return { ...entry, at: iso(at), flashSaleId };
}
