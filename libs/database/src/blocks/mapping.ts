import { mongo } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { Block, BlockHead, PublicBlock } from './contract.ts';
import type { BlockDoc } from './model.ts';

export const headOnly = { entries: 0, people: 0 } as const;
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
  const { flashSaleId, epoch, b, from, to, prev, hash, at } = doc;
  return { saleId: flashSaleId.toHexString(), epoch, b, from, to, prev, hash, at: at.getTime() };
}

export function toPublicBlock(doc: Omit<BlockDoc, 'people'>): PublicBlock {
  return { ...toHead(doc), entries: doc.entries };
}

export function toBlock(doc: BlockDoc): Block {
  return { ...toPublicBlock(doc), people: doc.people };
}
