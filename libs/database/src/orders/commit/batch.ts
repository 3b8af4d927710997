import type { mongo } from 'mongoose';
import { hasLabel } from '../../connection/errors.ts';
import { jitter } from '../../connection/jitter.ts';
import { attemptBatch, type HotCollections } from './attempt.ts';
import { answerDuplicate } from './duplicate.ts';
import { refusalOf } from './refusal.ts';
import { answerAll, answerCommitted, type Waiting } from './waiting.ts';

export interface BatchDeps extends HotCollections {
  onFault(error: unknown): void;
}

/** Brings a batch to its end: everyone in it is answered, and nobody harms a neighbour. */
export async function commitBatch(
  deps: BatchDeps,
  session: mongo.ClientSession,
  batch: readonly Waiting[],
): Promise<void> {
  let rest = batch;
  for (let round = 0; ; round += 1) {
    // Whoever was told `unknown` at the deadline is not tried again.
    rest = rest.filter((one) => !one.isAnswered());
    if (rest.length === 0) {
      return;
    }
    const docs = rest.map((one) => one.doc);
    const result = await attemptBatch(deps, session, docs, earliestDeadline(rest));
    switch (result.kind) {
      case 'committed':
        answerCommitted(rest);
        return;
      case 'unsure':
        deps.onFault(result.error);
        answerAll(rest, 'unknown');
        return;
      case 'failed':
        if (!hasLabel(result.error, 'TransientTransactionError')) {
          deps.onFault(result.error);
        }
        await jitter(round);
        break;
      case 'aborted':
        if (result.value.kind === 'duplicate') {
          rest = await dropDuplicate(deps, rest, result.value);
        } else {
          rest = await dropRefused(deps, rest, round);
        }
    }
  }
}

async function dropDuplicate(
  deps: BatchDeps,
  rest: readonly Waiting[],
  duplicate: { position: number; index: string },
): Promise<readonly Waiting[]> {
  const one = rest[duplicate.position];
  if (!one) {
    throw new RangeError(`a duplicate at ${duplicate.position} of ${rest.length}`);
  }
  await answerDuplicate(deps, one, duplicate.index);
  return rest.filter((other) => other !== one);
}

async function dropRefused(
  deps: BatchDeps,
  rest: readonly Waiting[],
  round: number,
): Promise<readonly Waiting[]> {
  const refusal = await refusalOf(deps, rest);
  switch (refusal.kind) {
    case 'epoch':
      answerAll(rest, 'epoch');
      return [];
    case 'short':
      answerAll(rest.slice(refusal.left), 'sold_out');
      return rest.slice(0, refusal.left);
    case 'passed':
      await jitter(round);
      return rest;
  }
}

function earliestDeadline(list: readonly Waiting[]): number {
  return Math.min(...list.map((one) => one.deadline));
}
