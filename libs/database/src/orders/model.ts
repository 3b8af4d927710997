import mongoose, { type Types } from 'mongoose';
import type { AtProvider, Order, OrderNote, PaymentState } from '../types.ts';

interface RecordFields {
  _id: Types.ObjectId;
  flashSaleId: Types.ObjectId;
  fence: number;
  epoch: number;
  buyer: string;
  payment: PaymentState;
  /** When a process last tried to finish the payment. */
  paymentAt: Date;
  live: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface VoidDoc extends RecordFields {
  kind: 'void';
}

type Own = 'unit' | 'seq' | 'email' | 'contact' | 'amount' | 'currency' | 'status' | 'unitReturn';

/** One record per claim: an order, or a void that says there will never be one. */
export interface OrderDoc extends RecordFields, Pick<Order, Own> {
  kind: 'order';
  /** Missing in orders of older versions until they are read for a person. */
  code?: string;
  atProvider?: AtProvider;
  notes?: readonly NoteDoc[];
}

/** Names a colleague and may name the buyer: part of what is forgotten with the person. */
export interface NoteDoc extends Omit<OrderNote, 'at'> {
  at: Date;
}

export type CodedOrderDoc = OrderDoc & { code: string };

export type RecordDoc = OrderDoc | VoidDoc;

export const unfinishedPayments = [
  'authorised',
  'capture pending',
  'cancel pending',
  'refund pending',
] as const satisfies readonly PaymentState[];

const payments = [...unfinishedPayments, 'captured', 'cancelled', 'refunded', 'failed'];

const contactSchema = new mongoose.Schema(
  {
    name: String,
    phone: { type: String, default: null },
    address: { type: mongoose.Schema.Types.Mixed, default: undefined },
  },
  { _id: false },
);

export const orderSchema = new mongoose.Schema<OrderDoc>(
  {
    kind: { type: String, enum: ['order', 'void'], required: true },
    code: String,
    flashSaleId: { type: mongoose.Schema.Types.ObjectId, required: true },
    fence: { type: Number, required: true },
    epoch: { type: Number, required: true },
    buyer: { type: String, required: true },
    unit: Number,
    seq: Number,
    email: String,
    contact: { type: contactSchema, default: undefined },
    amount: Number,
    currency: String,
    status: { type: String, enum: ['paid', 'refunded'] },
    payment: { type: String, enum: payments, required: true },
    paymentAt: { type: Date, required: true },
    live: { type: Boolean, required: true },
    unitReturn: { type: String, enum: ['pending', 'done', null] },
    atProvider: { type: mongoose.Schema.Types.Mixed, default: undefined },
    notes: { type: [mongoose.Schema.Types.Mixed], default: undefined },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'orders', versionKey: false, minimize: false },
);

export interface TurnstileDoc {
  /** The sale's id. */
  _id: Types.ObjectId;
  at: Date;
}

export const turnstileSchema = new mongoose.Schema<TurnstileDoc>(
  { at: Date },
  { collection: 'turnstiles', versionKey: false },
);
