import type { Genesis, Totals } from '@flash/fairness';
import type { LiveOrder } from '../orders/contract.ts';
import type { Sale } from '../types.ts';

export interface BlockHead {
  saleId: string;
  epoch: number;
  /** Rises through all epochs, from 0. */
  b: number;
  /** First and last log number inside; an empty block has `to = from − 1`. */
  from: number;
  to: number;
  prev: string;
  hash: string;
  at: number;
  /** What the log adds up to, this block included; outside the hash. Old blocks have none. */
  totals?: Totals;
}

export interface PublicBlock extends BlockHead {
  /** Canonical entries: people appear as leaves. */
  entries: string[];
  /** Only in the first block: the rules that its `prev` stands for. */
  genesis?: Genesis;
}

export interface Block extends PublicBlock {
  /** Who is behind a leaf: outside the hash, deleted when a person is forgotten. */
  people: BlockPerson[];
}

export interface BlockPerson {
  leaf: string;
  buyer: string;
  /** Keyed digest of the network from which the buyer joined, by entry. Blocks of old have none. */
  joins?: { n: number; network: string }[];
}

/** `taken`: another block stands at this number. The same block again counts as stored. */
export type AppendOutcome = { kind: 'stored' } | { kind: 'taken'; head: BlockHead };

/** Sale, live orders and blocks as they were at one moment, all majority-committed. */
export interface SaleSnapshot {
  sale: Sale | null;
  orders(): AsyncIterable<LiveOrder>;
  blocks(fromB?: number): AsyncIterable<Block>;
}

export interface Blocks {
  /** Of all sales, by the bookkeeping of MongoDB: reads no block. */
  estimate(): Promise<number>;
  last(saleId: string): Promise<BlockHead | null>;
  head(saleId: string, b: number): Promise<BlockHead | null>;
  /** Heads of blocks that end at `at` or later, and of the one before them, newest first. */
  headsSince(saleId: string, at: number, limit: number): Promise<BlockHead[]>;
  append(block: Block): Promise<AppendOutcome>;
  read(saleId: string, fromB: number, count: number): Promise<Block[]>;
  /** The same without the private part. */
  readPublic(saleId: string, fromB: number, count: number): Promise<PublicBlock[]>;
  all(saleId: string, fromB?: number): AsyncIterable<Block>;
  /** Of the blocks `fromB` to `toB` those that name this buyer. */
  naming(saleId: string, buyer: string, fromB: number, toB: number): AsyncIterable<Block>;
  /** The snapshot lives as long as `use` runs. */
  withSnapshot<T>(saleId: string, use: (snapshot: SaleSnapshot) => Promise<T>): Promise<T>;
  readSnapshot(
    saleId: string,
  ): Promise<{ sale: Sale | null; orders: LiveOrder[]; blocks: Block[] }>;
  /** Deletes the private ids of a buyer; the chain still checks. */
  forget(saleId: string, buyer: string): Promise<number>;
  /** The same for all buyers, `batch` blocks at a time. 0: no block names a buyer any longer. */
  forgetSale(saleId: string, batch: number): Promise<number>;
}
