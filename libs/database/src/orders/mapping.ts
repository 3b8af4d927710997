import { normaliseEmail } from '@flash/shared-utils';
import { mongo } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import type { ClaimRecord, NewOrder, Order } from '../types.ts';
import { newCode } from './codes.ts';
import type { DuePayment, LiveOrder, MoneyRecord, NewVoid } from './contract.ts';
import type { CodedOrderDoc, OrderDoc, RecordDoc, VoidDoc } from './model.ts';

/** Built once per commit: a repeated attempt writes the same record under the same id. */
export function newOrderDoc(order: NewOrder, now: Date): CodedOrderDoc {
  return {
    _id: new mongo.ObjectId(),
    kind: 'order',
    code: newCode(),
    flashSaleId: objectId(order.saleId),
    fence: order.fence,
    epoch: order.epoch,
    buyer: order.buyer,
    unit: order.unit,
    seq: order.seq,
    email: normaliseEmail(order.email),
    contact: order.contact,
    amount: order.amount,
    currency: order.currency,
    status: 'paid',
    payment: 'capture pending',
    paymentAt: now,
    live: true,
    unitReturn: null,
    createdAt: now,
    updatedAt: now,
  };
}

export function newVoidDoc(record: NewVoid, now: Date): VoidDoc {
  return {
    _id: new mongo.ObjectId(),
    kind: 'void',
    flashSaleId: objectId(record.saleId),
    fence: record.fence,
    epoch: record.epoch,
    buyer: record.buyer,
    payment: 'cancel pending',
    paymentAt: now,
    live: false,
    createdAt: now,
    updatedAt: now,
  };
}

export const withoutPerson = { email: 0, contact: 0, code: 0, notes: 0 } as const;

export function toLiveOrder(doc: Omit<OrderDoc, 'email' | 'contact' | 'code'>): LiveOrder {
  return {
    id: doc._id.toHexString(),
    saleId: doc.flashSaleId.toHexString(),
    fence: doc.fence,
    epoch: doc.epoch,
    buyer: doc.buyer,
    unit: doc.unit,
    seq: doc.seq,
    amount: doc.amount,
    currency: doc.currency,
    status: doc.status,
    payment: doc.payment,
    live: doc.live,
    unitReturn: doc.unitReturn,
    createdAt: doc.createdAt.getTime(),
    updatedAt: doc.updatedAt.getTime(),
  };
}

export function toOrder(doc: CodedOrderDoc): Order {
  const contact = doc.contact && {
    ...{ name: doc.contact.name, phone: doc.contact.phone ?? null },
    ...(doc.contact.address && { address: doc.contact.address }),
  };
  const notes = doc.notes?.map((note) => ({ ...note, at: note.at.getTime() }));
  const order = { ...toLiveOrder(doc), code: doc.code, email: doc.email, contact };
  const { atProvider } = doc;
  return { ...order, ...(atProvider && { atProvider }), ...(notes && { notes }) };
}

export function toRecord(doc: CodedOrderDoc | VoidDoc): ClaimRecord {
  if (doc.kind === 'order') {
    return { kind: 'order', order: toOrder(doc) };
  }
  return {
    kind: 'void',
    saleId: doc.flashSaleId.toHexString(),
    fence: doc.fence,
    buyer: doc.buyer,
    payment: doc.payment,
  };
}

export function toDuePayment(doc: RecordDoc): DuePayment {
  return {
    kind: doc.kind,
    id: doc._id.toHexString(),
    saleId: doc.flashSaleId.toHexString(),
    fence: doc.fence,
    epoch: doc.epoch,
    buyer: doc.buyer,
    payment: doc.payment,
    triedAt: doc.paymentAt.getTime(),
  };
}

export function toMoneyRecord(doc: RecordDoc): MoneyRecord {
  const isOrder = doc.kind === 'order';
  return {
    ...toDuePayment(doc),
    amount: isOrder ? doc.amount : 0,
    currency: isOrder ? doc.currency : '',
    status: isOrder ? doc.status : null,
    unit: isOrder ? doc.unit : null,
    live: doc.live,
    unitReturn: isOrder ? doc.unitReturn : null,
    refundedAtProvider: isOrder ? (doc.atProvider?.refunded ?? 0) : 0,
    updatedAt: doc.updatedAt.getTime(),
  };
}
