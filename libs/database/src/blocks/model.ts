import mongoose, { mongo, type Types } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import type { Block, BlockHead, PublicBlock } from './contract.ts';

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

export const headOnly = { entries: 0, people: 0, genesis: 0 } as const;
export const publicOnly = { people: 0 } as const;

export function newBlockDoc({ saleId, at, ...block }: Block): BlockDoc {
  return {
    ...block,
    _id: new mongo.ObjectId(),
    flashSaleId: objectId(saleId),
    at: new Date(at),
  };
}

export function toHead(doc: Omit<BlockDoc, 'entries' | 'people'>): BlockHead {
  const { flashSaleId, epoch, b, from, to, prev, hash, at, totals } = doc;
  const saleId = flashSaleId.toHexString();
  const head = { saleId, epoch, b, from, to, prev, hash, at: at.getTime() };
  return totals ? { ...head, totals } : head;
}

export function toPublicBlock(doc: Omit<BlockDoc, 'people'>): PublicBlock {
  const { entries, genesis } = doc;
  return { ...toHead(doc), entries, ...(genesis && { genesis }) };
}

export function toBlock(doc: BlockDoc): Block {
  return { ...toPublicBlock(doc), people: doc.people };
}
