import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import type { NewSale } from '../types.ts';
import type { SaleDoc } from './model.ts';
import { epochAfter, isLive } from './status.ts';

/** A new sale: all units free, its keys drawn, in epoch 1 as soon as it is on the schedule. */
export function newSaleDoc(sale: NewSale, now: number): SaleDoc {
  const epoch = epochAfter(sale.status, 0);
  return {
    ...sale,
    _id: new mongo.ObjectId(),
    startsAt: new Date(sale.startsAt),
    endsAt: new Date(sale.endsAt),
    lobbyOpensAt: new Date(sale.lobbyOpensAt),
    stock: sale.startingQuantity,
    currentQuantity: sale.startingQuantity,
    paused: null,
    message: '',
    picture: null,
    version: 1,
    epoch,
    marks: [],
    buyerKey: randomBytes(32).toString('hex'),
    leafKey: randomBytes(32).toString('hex'),
    adjusts: [],
    restoring: null,
    live: isLive(sale.status, epoch),
    createdAt: new Date(now),
    updatedAt: new Date(now),
  };
}
