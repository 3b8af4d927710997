import { foldLog, type LogEntry } from '@flash/fairness';
import type { Seeded } from '@flash/testing';
import type { LiveOrder, SaleState } from '../restore/plan.ts';
import { foldedState } from '../restore/restore.ts';
import type { TestSale } from '../testing/sale.ts';
import type { Model } from './model.ts';

/** What a history knows besides Redis: the records that MongoDB would have. */
export interface World {
  sale: TestSale;
  model: Model;
  random: Seeded;
  buyers: readonly string[];
  orders: Map<number, LiveOrder>;
  voided: Set<number>;
  /** Refunds whose unit Redis still has to get back. */
  returns: LiveOrder[];
  /** Entries that are only in the blocks, since Redis was rebuilt from them. */
  blocks: LogEntry[];
  version: number;
  adjusts: number;
  /** Orders that no claim made. */
  healed: number;
  /** Told after each step how it ended. */
  tell(ended: string): void;
}

/** The whole log, from the first entry of the sale on. */
export async function wholeLog({ blocks, sale }: World): Promise<LogEntry[]> {
  return [...blocks, ...(await sale.log())];
}

/** The state that these entries tell. */
export function stateOf(entries: LogEntry[]): SaleState {
  return foldedState(foldLog(entries));
}
