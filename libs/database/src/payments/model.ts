import mongoose, { type Types } from 'mongoose';
import type { SandboxRecord } from './contract.ts';

export interface SandboxDoc extends Omit<SandboxRecord, 'saleId'> {
  /** `sale:attempt`, the idempotency key. */
  _id: string;
  flashSaleId: Types.ObjectId;
}

export const sandboxSchema = new mongoose.Schema<SandboxDoc>(
  {
    _id: { type: String, required: true },
    flashSaleId: { type: mongoose.Schema.Types.ObjectId, required: true },
    attempt: { type: Number, required: true },
    state: { type: String, required: true },
    authorisationId: String,
    amount: Number,
    currency: String,
    reason: String,
  },
  { collection: 'sandboxpayments', versionKey: false },
);
