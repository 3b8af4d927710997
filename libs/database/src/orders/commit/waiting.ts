import type { CommitOutcome } from '../../types.ts';
import { toOrder } from '../mapping.ts';
import type { OrderDoc } from '../model.ts';

/** One order on its way into a batch, with the promise that its caller waits for. */
export interface Waiting {
  readonly doc: OrderDoc;
  readonly deadline: number;
  /** Answered, or too late to be tried. */
  isOver(): boolean;
  answer(outcome: CommitOutcome): void;
}

/** The caller hears `unknown` at its deadline, whatever the database is doing by then. */
export function createWaiting(
  doc: OrderDoc,
  deadlineMs: number,
): { waiting: Waiting; outcome: Promise<CommitOutcome> } {
  let resolve: (outcome: CommitOutcome) => void = () => {};
  const outcome = new Promise<CommitOutcome>((settle) => {
    resolve = settle;
  });
  let answered = false;
  const answer = (answerNow: CommitOutcome) => {
    answered = true;
    clearTimeout(timer);
    resolve(answerNow);
  };
  const timer = setTimeout(() => answer({ kind: 'unknown' }), deadlineMs);
  const deadline = Date.now() + deadlineMs;
  return {
    waiting: { doc, deadline, isOver: () => answered || Date.now() >= deadline, answer },
    outcome,
  };
}

export function answerAll(list: readonly Waiting[], kind: 'epoch' | 'sold_out' | 'unknown'): void {
  for (const one of list) {
    one.answer({ kind });
  }
}

export function answerCommitted(list: readonly Waiting[]): void {
  for (const one of list) {
    one.answer({ kind: 'committed', order: toOrder(one.doc) });
  }
}
