import { mongo } from 'mongoose';
import { objectId } from '../connection/ids.ts';
import type { Block, BlockHead, PublicBlock } from './contract.ts';
import type { BlockDoc } from './model.ts';

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
