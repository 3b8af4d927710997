import { setImmediate as turn } from 'node:timers/promises';
import type { Database, Sale } from '@flash/database';
import { type Auditor, createAuditor } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import type { BlockCodec } from './block-codec.ts';
import { type LogOf, readPage } from './log-page.ts';

/** An auditor who has read the log of a sale up to some entry. */
export interface LogReader {
  auditor: Auditor;
  epoch: number;
}

interface ReaderDeps {
  engine: Engine;
  db: Database;
  codec: BlockCodec;
}

/** Live, a wait of a second may be the machine's; the alarm is for what stays. */
const LATE_MS = 5_000;

/**
 * Reads the stored part of the log; what Redis has after it is read when it is needed. A long log takes
 * seconds, so the event loop goes on after each block: the same process serves lines meanwhile.
 */
export async function openLogReader(
  { db, codec }: ReaderDeps,
  sale: Sale,
  graceMs: number,
): Promise<LogReader> {
  const auditor = createAuditor({
    lateMs: LATE_MS,
    graceMs,
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd,
    window: sale.version === 1 ? sale : null,
  });
  let last = null;
  for await (const block of db.blocks.all(sale.id)) {
    for (const entry of codec.decodeTrusted(block, last)) {
      auditor.read(entry);
    }
    last = block;
    await turn();
  }
  return { auditor, epoch: sale.epoch };
}

/** Reads on up to entry `n`. False when the log does not go on where the reader ends. */
export async function readOn(
  { engine }: ReaderDeps,
  log: LogOf,
  { auditor }: LogReader,
  n: number,
): Promise<boolean> {
  while (auditor.fold.n < n) {
    const from = auditor.fold.n + 1;
    const { entries } = await readPage(engine, log, from);
    if (entries[0]?.n !== from) {
      return false;
    }
    for (const entry of entries) {
      if (entry.n <= n) {
        auditor.read(entry);
      }
    }
  }
  return true;
}
