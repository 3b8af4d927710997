import type { mongo } from 'mongoose';
import { hasLabel } from '../../connection/errors.ts';
import { attemptBatch, type BatchVerdict, type HotCollections } from './attempt.ts';
import { answerDuplicate, answerOtherDuplicates } from './duplicate.ts';
import type { Met } from './pace.ts';
import { refusalOf } from './refusal.ts';
import { answerAll, answerCommitted, type Waiting } from './waiting.ts';

export interface BatchDeps extends HotCollections {
  onFault(error: unknown): void;
  /** Hears how many orders a transaction wrote. */
  onCommit?(orders: number): void;
}

/** Who has to be tried again, and what stood in the way. */
export interface BatchResult {
  again: readonly Waiting[];
  met: Met;
}

const settled: BatchResult = { again: [], met: 'nothing' };

/** Tries the batch once. Settles every order with a known outcome; one bad order never fails the rest. */
export async function tryBatch(
  deps: BatchDeps,
  session: mongo.ClientSession,
  batch: readonly [Waiting, ...Waiting[]],
  contended: boolean,
): Promise<BatchResult> {
  const [first, ...others] = batch;
  const result = await attemptBatch(deps, session, {
    docs: [first.doc, ...others.map((one) => one.doc)],
    deadline: Math.min(...batch.map((one) => one.deadline)),
    contended,
  });
  switch (result.kind) {
    case 'committed':
      answerCommitted(batch);
      deps.onCommit?.(batch.length);
      return settled;
    case 'unsure':
      deps.onFault(result.error);
      answerAll(batch, 'unknown');
      return settled;
    case 'failed':
      if (!hasLabel(result.error, 'TransientTransactionError')) {
        deps.onFault(result.error);
      }
      return { again: batch, met: 'clash' };
    case 'aborted':
      return afterAbort(deps, batch, result.value);
  }
}

async function afterAbort(
  deps: BatchDeps,
  batch: readonly Waiting[],
  verdict: BatchVerdict,
): Promise<BatchResult> {
  switch (verdict.kind) {
    case 'busy':
      return { again: batch, met: 'busy' };
    case 'duplicate':
      return dropDuplicate(deps, batch, verdict);
    default:
      return dropRefused(deps, batch);
  }
}

async function dropDuplicate(
  deps: BatchDeps,
  batch: readonly Waiting[],
  duplicate: { position: number; index: string },
): Promise<BatchResult> {
  const one = batch[duplicate.position];
  if (!one) {
    throw new RangeError(`a duplicate at ${duplicate.position} of ${batch.length}`);
  }
  await answerDuplicate(deps, one, duplicate.index);
  const others = batch.filter((other) => other !== one);
  if (others.length > 0) {
    await answerOtherDuplicates(deps, others);
  }
  return { again: others, met: 'nothing' };
}

async function dropRefused(deps: BatchDeps, batch: readonly Waiting[]): Promise<BatchResult> {
  const refusal = await refusalOf(deps, batch);
  switch (refusal.kind) {
    case 'epoch':
      answerAll(batch, 'epoch');
      return settled;
    case 'short':
      answerAll(batch.slice(refusal.left), 'sold_out');
      return { again: batch.slice(0, refusal.left), met: 'nothing' };
    case 'passed':
      return { again: batch, met: 'clash' };
  }
}
