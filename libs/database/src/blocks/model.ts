import mongoose, { type Types } from 'mongoose';
import type { Block } from './contract.ts';

export interface BlockDoc extends Omit<Block, 'saleId' | 'at'> {
  _id: Types.ObjectId;
  flashSaleId: Types.ObjectId;
  at: Date;
}

export const blockSchema = new mongoose.Schema<BlockDoc>(
  {
    flashSaleId: { type: mongoose.Schema.Types.ObjectId, required: true },
    epoch: { type: Number, required: true },
    b: { type: Number, required: true },
    from: { type: Number, required: true },
    to: { type: Number, required: true },
    prev: { type: String, default: '' },
    hash: { type: String, required: true },
    at: { type: Date, required: true },
    totals: { type: mongoose.Schema.Types.Mixed, default: undefined },
    genesis: { type: mongoose.Schema.Types.Mixed, default: undefined },
    entries: [String],
    people: [
      {
        leaf: String,
        buyer: String,
        joins: { type: [{ n: Number, network: String, _id: false }], default: undefined },
        _id: false,
      },
    ],
  },
  { collection: 'blocks', versionKey: false },
);
