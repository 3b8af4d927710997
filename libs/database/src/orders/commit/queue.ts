import type { CommitOutcome } from '../../types.ts';
import { toOrder } from '../mapping.ts';
import type { CodedOrderDoc } from '../model.ts';

/** Orders of one sale on their way into a batch, in order. */
export interface CommitQueue {
  readonly size: number;
  push(one: Waiting): void;
  /** Back to the head: they go first again. */
  putBack(list: readonly Waiting[]): void;
  /** The next batch. What it costs depends on the batch, not on how many wait behind it. */
  take(max: number): Waiting[];
  takeAll(): Waiting[];
}

/** A batch looks past so many that do not fit into it. */
const SKIPS_MAX = 1_000;
/** Free places that are left before the head, for those who are put back. */
const ROOM = 256;

export function createQueue(): CommitQueue {
  let items: Waiting[] = [];
  /** Where the queue begins in `items`; what lies before it was taken. */
  let head = 0;

  function putBack(list: readonly Waiting[]): void {
    if (list.length > head) {
      items = [...list, ...items.slice(head)];
      head = 0;
      return;
    }
    head -= list.length;
    for (const [at, one] of list.entries()) {
      items[head + at] = one;
    }
  }

  return {
    get size() {
      return items.length - head;
    },
    push(one) {
      items.push(one);
    },
    putBack,
    take(max) {
      const batch = createBatch();
      const skipped: Waiting[] = [];
      while (batch.list.length < max && skipped.length < SKIPS_MAX) {
        const one = items[head];
        if (!one) {
          break;
        }
        head += 1;
        if (!one.isOver() && !batch.add(one)) {
          skipped.push(one);
        }
      }
      putBack(skipped);
      if (head > 2 * ROOM && 2 * head > items.length) {
        items = items.slice(head - ROOM);
        head = ROOM;
      }
      return batch.list;
    },
    takeAll() {
      const all = items.slice(head);
      items = [];
      head = 0;
      return all;
    },
  };
}

/**
 * One epoch, and no order beside one with the same buyer, unit or fence, since a clash inside a batch
 * would blame a record that may never be.
 */
function createBatch() {
  const list: Waiting[] = [];
  const [buyers, units, fences] = [new Set<string>(), new Set<number>(), new Set<number>()];
  return {
    list,
    /** False: it has to wait for another batch. */
    add(one: Waiting): boolean {
      const { epoch, buyer, unit, fence } = one.doc;
      const isTaken = buyers.has(buyer) || units.has(unit) || fences.has(fence);
      if (isTaken || epoch !== (list[0]?.doc.epoch ?? epoch)) {
        return false;
      }
      buyers.add(buyer);
      units.add(unit);
      fences.add(fence);
      list.push(one);
      return true;
    },
  };
}

/** One order on its way into a batch, with the promise that its caller waits for. */
export interface Waiting {
  readonly doc: CodedOrderDoc;
  readonly deadline: number;
  /** Answered, or too late to be tried. */
  isOver(): boolean;
  answer(outcome: CommitOutcome): void;
}

/** The caller gets `unknown` at its deadline, whatever the database is doing by then. */
export function createWaiting(
  doc: CodedOrderDoc,
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
